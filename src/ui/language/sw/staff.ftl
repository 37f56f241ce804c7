# Mlango wa kuingia: kuingia, kufungua akaunti, kutoka.
staff-sign-in = Ingia
staff-sign-in-text = Uendeshe duka lako.
staff-typed-kept = Ingia tena ili uendelee. Ulichoandika hakijapotea.
staff-sign-up = Fungua akaunti
staff-sign-up-text = Akaunti moja yako, kwa maduka yote unayofanyia kazi.
staff-sign-up-instead = Wewe ni mgeni hapa? Fungua akaunti
staff-sign-in-instead = Una akaunti tayari? Ingia
staff-sign-out = Toka
staff-sign-out-anyway = Toka hata hivyo
staff-sign-out-not-yet = Bado hujatoka
staff-open-till = Fungua kifaa cha kuuzia
refused-sign-out-unsent = { $count ->
    [one] Uuzaji mmoja kwenye kifaa cha kuuzia cha kivinjari hiki bado haujatumwa. Fungua kifaa kitume, kisha utoke. Kutoka hakupotezi kitu: unabaki kwenye kivinjari hiki.
   *[other] Mauzo { $count } kwenye kifaa cha kuuzia cha kivinjari hiki bado hayajatumwa. Fungua kifaa kiyatume, kisha utoke. Kutoka hakupotezi kitu: yanabaki kwenye kivinjari hiki.
 }
staff-signed-in-as = Umeingia kama { $name }
staff-your-name = Jina lako
staff-identity = Simu au barua pepe
staff-identity-hint = Mfano 0712 345 678. Nje ya Kenya, anza na + na nambari ya nchi.
staff-password-hint = Angalau herufi 8. Sentensi fupi ni rahisi kukumbuka na ngumu kubahatisha.
staff-password-lost = Umesahau nenosiri?
staff-password-lost-text = Muombe anayesimamia Dukani kwa duka lako akuwekee jipya.

refused-sign-in = Simu, barua pepe au nenosiri si sahihi. Hakiki kisha ujaribu tena.
refused-sign-up = Hatukuweza kufungua akaunti kwa simu au barua pepe hiyo. Kama una akaunti tayari, ingia.
refused-identity = Weka nambari ya simu kama 0712 345 678, au barua pepe.
refused-password-short = Tumia nenosiri lenye herufi { $least } au zaidi.
refused-password-long = Tumia nenosiri lisilozidi herufi { $most }.
refused-password-common = Nenosiri hilo linatumiwa na wengi, kwa hivyo hubahatishwa kwanza. Chagua lingine.
refused-password-is-login = Simu au barua pepe yako si nenosiri salama. Chagua lingine.
refused-your-name-needed = Andika jina lako

# People, invitations, one's own account.
people-title = Wafanyakazi
people-role = Wajibu
people-since = Tangu
people-seen = Alionekana mwisho
people-never-seen = Bado
people-works-here = Anafanya kazi hapa
people-left = Aliondoka { $day }
people-you = (wewe)
people-gone = Walioondoka
people-gone-since = Aliondoka
people-invitations = Mialiko
people-invited = Aliyealikwa
people-invited-by = na { $name }
people-until = Kiungo kinafanya kazi hadi
people-acts = Unachoweza kufanya
people-new-link = Kiungo kipya
people-revoke = Futa mwaliko
people-invite-title = Alika mtu
people-invite-text = Utapata kiungo cha kutuma. Kinafanya kazi mara moja, kwa wiki moja, na kwa simu au barua pepe unayoandika hapa pekee.
people-identity-hint = Wanachoingia nacho, au watakachotumia.
people-invite = Tengeneza kiungo
people-link-made = Kiungo kiko tayari
people-link-text = Kitume sasa: kinaonyeshwa mara moja tu. Kikipotea, tengeneza kingine.
people-link-message = { $name } wanakualika kufanya kazi nao kwenye Dukani. Fungua kiungo hiki: { $link }
people-remove = Mwondoe mtu huyu
people-remove-ask = { $name } hataweza kufungua duka hili tena, kuanzia sasa. Alichofanya kinabaki kwenye vitabu.
people-remove-name = Mwondoe { $name }
people-role-owner = Kila kitu, pamoja na wafanyakazi na akaunti ya pesa.
people-role-manager = Oda, bidhaa, vitabu na mipangilio. Si wafanyakazi, wala mahali pesa zinapoenda.
people-role-cashier = Oda, mauzo, zamu kwenye kifaa cha kuuzia na pesa zinazopokewa; huhesabu bidhaa. Anaona bidhaa, habadilishi.
people-role-accountant = Anasoma oda, bidhaa na vitabu; huingiza ankara na punguzo za wasambazaji na kuzilipa. Habadilishi kingine.
invitation-live = Inasubiri
invitation-accepted = Imekubaliwa
invitation-revoked = Imefutwa
invitation-replaced = Kiungo kipya kimetolewa
invitation-expired = Muda umeisha

join-title = Fanya kazi na { $name }
join-offer = { $by } anakualika kama: { $role }.
join-sign-in = Mwaliko huu ni wa { $whom }. Ingia ukitumia hiyo, au fungua akaunti nayo.
join-accept = Kubali
join-not-yours = Umeingia kama { $name }, lakini mwaliko huu ni wa { $whom }.
join-other-login = Ingia kama mtu mwingine
join-stay = Endelea kama { $name }
join-member = Tayari unafanya kazi { $name }.
join-enter = Fungua { $name }
join-ask-again = Mwombe { $name } kiungo kipya.

account-title = Akaunti yako
account-as = Unaingia kwa { $whom }.
account-you = Kukuhusu
account-name-hint = Inaonekana kwa unaofanya nao kazi.
account-language-none = Kama kivinjari kinavyoomba
account-places = Unapofanya kazi
account-no-places = Bado hufanyi kazi kwenye duka lolote.
account-leave = Ondoka
account-leave-ask = Hutaweza kufungua { $name } tena. Mwenye duka pekee ndiye anayeweza kukualika tena.
account-leave-name = Ondoka { $name }
account-sessions = Ulikoingia
account-sessions-text = Kikao kinaisha baada ya siku 7 bila kutumika, na baada ya siku 30 kwa vyovyote. Tunahifadhi mtandao tu, si anwani yote.
account-session-times = Umeingia { $since }, ilitumika { $seen }
account-device-unknown = Kivinjari
account-this = Hiki
account-end = Toka huko
account-end-others = Toka kwingine kote
account-end-all = Toka kila mahali
account-password = Nenosiri
account-current-password = Nenosiri lako la sasa
account-new-password = Nenosiri jipya
account-password-text = Utabaki umeingia hapa na utatolewa kwingine kote.
account-change-password = Badilisha nenosiri
ago-now = sasa hivi
ago-minutes = { $count ->
    [one] dakika moja iliyopita
   *[other] dakika { $count } zilizopita
 }
ago-hours = { $count ->
    [one] saa moja iliyopita
   *[other] saa { $count } zilizopita
 }
ago-days = { $count ->
    [one] siku moja iliyopita
   *[other] siku { $count } zilizopita
 }

refused-works-here = Mtu huyu tayari anafanya kazi hapa.
refused-already-invited = Mtu huyu ana mwaliko unaofanya kazi bado. Tengeneza kiungo kipya, au ufute.
refused-invitation-other = Fomu hii tayari imemwalika mtu. Hakikisha sasa iko sawa, kisha tengeneza kiungo.
refused-invitation-accepted = Mwaliko huu umeshatumika.
refused-invitation-revoked = Mwaliko huu ulifutwa.
refused-invitation-replaced = Kuna kiungo kipya. Tumia hicho.
refused-invitation-expired = Muda wa mwaliko huu umeisha.
refused-invitation-over = Mwaliko huu umekwisha.
refused-invitation-not-yours = Mwaliko huu ni wa { $whom }. Ingia ukitumia hiyo.
refused-last-owner = Duka linahitaji mwenyewe. Mfanye mtu mwingine mwenye duka kwanza.
refused-password-wrong = Hilo si nenosiri lako.
refused-password-again = Andika nenosiri lako ili kuendelea.

done-details-kept = Imehifadhiwa.
done-password-changed = Nenosiri limebadilishwa. Umetolewa kwingine kote.
done-session-ended = Umetoka huko.
done-sessions-ended = { $count ->
    [one] Kikao kimoja kingine kimeisha.
   *[other] Vikao vingine { $count } vimeisha.
 }
done-left = Umeondoka { $name }.
done-invitation-revoked = Mwaliko umefutwa. Kiungo chake hakifanyi kazi tena.
done-role-changed = Wajibu wa { $name } umebadilishwa.
done-member-removed = { $name } hafanyi kazi hapa tena.
done-joined = Karibu { $name }. Ili kuuza kwenye kifaa cha kuuzia, weka kwanza PIN yako kwenye “Akaunti yako”.
done-joined-before = Tayari unafanya kazi { $name }.
