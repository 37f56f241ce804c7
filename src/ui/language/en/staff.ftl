# The way in: signing in, signing up, signing out.
staff-sign-in = Sign in
staff-sign-in-text = To run your shop.
staff-sign-up = Create account
staff-sign-up-text = One account for you, for as many shops as you work in.
staff-sign-up-instead = New here? Create an account
staff-sign-in-instead = Have an account? Sign in
staff-sign-out = Sign out
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
