# Mlango wa kuingia: kuingia, kufungua akaunti, kutoka.
staff-sign-in = Ingia
staff-sign-in-text = Uendeshe duka lako.
staff-sign-up = Fungua akaunti
staff-sign-up-text = Akaunti moja yako, kwa maduka yote unayofanyia kazi.
staff-sign-up-instead = Wewe ni mgeni hapa? Fungua akaunti
staff-sign-in-instead = Una akaunti tayari? Ingia
staff-sign-out = Toka
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
