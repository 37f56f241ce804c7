# The way in: signing in, signing up, signing out.
staff-sign-in = Sign in
staff-sign-in-text = To run your shop.
staff-typed-kept = Sign in again to go on. What you typed is kept.
staff-sign-up = Create account
staff-sign-up-text = One account for you, for as many shops as you work in.
staff-sign-up-instead = New here? Create an account
staff-sign-in-instead = Have an account? Sign in
staff-sign-out = Sign out
staff-sign-out-anyway = Sign out all the same
staff-sign-out-not-yet = You are not signed out yet
staff-open-till = Open the till
refused-sign-out-unsent = { $count ->
    [one] One sale in the till of this browser was not sent yet. Open the till and let it send, then sign out. Signing out loses nothing: it stays in this browser.
   *[other] { $count } sales in the till of this browser were not sent yet. Open the till and let it send them, then sign out. Signing out loses nothing: they stay in this browser.
 }
staff-signed-in-as = Signed in as { $name }
staff-your-name = Your name
staff-identity = Phone or e-mail
staff-identity-hint = Such as 0712 345 678. Outside Kenya, begin with + and the country code.
staff-password-hint = At least 8 characters. A short sentence is easy to remember and hard to guess.
staff-password-lost = Forgot your password?
staff-password-lost-text = Ask whoever runs Dukani for your shop to set a new one for you.

refused-sign-in = That phone, e-mail or password is not right. Check them and try again.
refused-sign-up = We could not create an account with that phone or e-mail. If you already have one, sign in instead.
refused-identity = Give a mobile number such as 0712 345 678, or an e-mail address.
refused-password-short = Use a password of at least { $least } characters.
refused-password-long = Use a password of at most { $most } characters.
refused-password-common = Many people use that password, so it is guessed first. Choose another.
refused-password-is-login = Your phone or e-mail is not a safe password. Choose another.
refused-your-name-needed = Write your name

# People, invitations, one's own account.
people-title = People
people-role = Role
people-since = Since
people-seen = Last seen
people-never-seen = Not yet
people-works-here = Works here
people-left = Left on { $day }
people-you = (you)
people-gone = People who left
people-gone-since = Left
people-invitations = Invitations
people-invited = Invited
people-invited-by = by { $name }
people-until = Link works until
people-acts = What you can do
people-new-link = New link
people-revoke = Take back
people-invite-title = Invite somebody
people-invite-text = You get a link to send. It works once, for one week, and only for the phone or e-mail you write here.
people-identity-hint = What they sign in with, or will.
people-invite = Make the link
people-link-made = The link is ready
people-link-text = Send it now: it is shown only once. If it gets lost, make a new one.
people-link-message = { $name } invites you to work with them on Dukani. Open this link: { $link }
people-remove = Let this person go
people-remove-ask = { $name } can no longer open this shop, from this moment. What they did stays in the books.
people-remove-name = Let { $name } go
people-role-owner = Everything, also people and the account that money goes to.
people-role-manager = Orders, products, books and settings. Not people, nor where money goes.
people-role-cashier = Orders, sales, a shift at a till and money received; counts stock. Sees products, changes none.
people-role-accountant = Reads orders, products and books; enters suppliers' bills and credits, and pays them. Changes nothing else.
invitation-live = Waiting
invitation-accepted = Accepted
invitation-revoked = Taken back
invitation-replaced = Newer link made
invitation-expired = Ran out

join-title = Work with { $name }
join-offer = { $by } invites you as: { $role }.
join-sign-in = This invitation is for { $whom }. Sign in with that, or create an account with it.
join-accept = Accept
join-not-yours = You are signed in as { $name }, but this invitation is for { $whom }.
join-other-login = Sign in as somebody else
join-stay = Go on as { $name }
join-member = You work at { $name } already.
join-enter = Open { $name }
join-ask-again = Ask { $name } for a new link.

account-title = Your account
account-as = You sign in with { $whom }.
account-you = About you
account-name-hint = Shown to the people you work with.
account-language-none = As the browser asks
account-places = Where you work
account-no-places = You work at no shop yet.
account-leave = Leave
account-leave-ask = You can no longer open { $name }. Only an owner can invite you back.
account-leave-name = Leave { $name }
account-sessions = Where you are signed in
account-sessions-text = A session ends after 7 days without use, and after 30 days in any case. Of the address we keep only the network.
account-session-times = Signed in { $since }, used { $seen }
account-device-unknown = A browser
account-this = This one
account-end = Sign out there
account-end-others = Sign out everywhere else
account-end-all = Sign out everywhere
account-password = Password
account-current-password = Your password now
account-new-password = New password
account-password-text = You stay signed in here and are signed out everywhere else.
account-change-password = Change password
ago-now = just now
ago-minutes = { $count ->
    [one] a minute ago
   *[other] { $count } minutes ago
 }
ago-hours = { $count ->
    [one] an hour ago
   *[other] { $count } hours ago
 }
ago-days = { $count ->
    [one] a day ago
   *[other] { $count } days ago
 }

refused-works-here = This person works here already.
refused-already-invited = This person has an invitation that still works. Make a new link for it, or take it back.
refused-invitation-other = This form has invited somebody already. Look whether it is right now, then make the link.
refused-invitation-accepted = This invitation has been used.
refused-invitation-revoked = This invitation was taken back.
refused-invitation-replaced = There is a newer link. Use that one.
refused-invitation-expired = This invitation ran out.
refused-invitation-over = This invitation is over.
refused-invitation-not-yours = This invitation is for { $whom }. Sign in with that.
refused-last-owner = A shop needs an owner. Make somebody else an owner first.
refused-password-wrong = That is not your password.
refused-password-again = Write your password to go on.

done-details-kept = Saved.
done-password-changed = Password changed. You are signed out everywhere else.
done-session-ended = Signed out there.
done-sessions-ended = { $count ->
    [one] One other session ended.
   *[other] { $count } other sessions ended.
 }
done-left = You left { $name }.
done-invitation-revoked = The invitation is taken back. Its link works no more.
done-role-changed = The role of { $name } is changed.
done-member-removed = { $name } no longer works here.
done-joined = Welcome to { $name }. To sell at a till, first set your PIN under “Your account”.
done-joined-before = You work at { $name } already.
