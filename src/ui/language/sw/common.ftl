# Maneno yanayotumika kila mahali.
yes = Ndiyo
no = Hapana
save = Hifadhi
cancel = Ghairi
back = Rudi
way-back = Njia ya kurudi
add = Ongeza
edit = Hariri
remove = Ondoa
search = Tafuta
continue = Endelea
close = Funga
camera-scan = Skani kwa kamera
camera-hold = Weka msimbo mbele ya kamera.
camera-none = Kamera haiwezi kutumika. Iruhusu kwenye kivinjari, au andika msimbo.
camera-full = Hakuna mstari ulio wazi tena.
camera-https = Kamera husoma misimbo kwenye ukurasa salama tu (HTTPS).
all = Zote
none = Hakuna
optional = si lazima
previous = Iliyotangulia
next = Inayofuata
page-of = Ukurasa { $page } kati ya { $pages }
name = Jina
phone = Simu
email = Barua pepe
password = Nenosiri
price = Bei
cost = Gharama
stock = Stoki
total = Jumla
quantity = Kiasi
date = Tarehe
refused-on-line = Mstari wa { $line }: { $text }
refused-on-line-of = Mstari wa { $line }, { $name }: { $text }
filter-days-crossed = Siku hii iko kabla ya ile nyingine: hakuna siku kati yao
state = Hali
today = Leo
pick-up = Kuchukua dukani
delivery = Kuletewa
language = Lugha
unit-piece = { $count ->
    [one] kipande
   *[other] vipande
 }
unit-kg = kg
unit-g = g
unit-litre = lita
unit-ml = ml
unit-bunch = { $count ->
    [one] fungu
   *[other] mafungu
 }
unit-head = { $count ->
    [one] kichwa
   *[other] vichwa
 }
unit-packet = pakiti
unit-bottle = chupa
unit-crate = { $count ->
    [one] kreti
   *[other] makreti
 }
unit-bag = { $count ->
    [one] mfuko
   *[other] mifuko
 }
role-owner = Mmiliki
role-manager = Meneja
role-cashier = Keshia
role-accountant = Mhasibu
tender-cash = Pesa taslimu
tender-mpesa = M-Pesa
tender-card = Kadi
tender-bank_transfer = Benki
tender-qris = QRIS
tender-paypal = PayPal
tender-on_account = Kwa mkopo
tender-voucher = Vocha ya zawadi
refused-summary = Kuna tatizo
refused-required = Jaza hapa
refused-not-found = Hiki hakipo tena
refused-forbidden = Jukumu lako haliruhusu hili. Muulize mmiliki wa duka.
refused-slow-down = Umejaribu mara nyingi. Subiri { $minutes ->
    [one] dakika moja
   *[other] dakika { $minutes }
 } ujaribu tena.
refused-signed-out = Ulikuwa umetoka, kwa hiyo hakuna kilichohifadhiwa. Kagua, kisha utume tena.
refused-file-again = Ulikuwa umetoka kabla faili halijapokelewa. Lichague tena, kisha ulitume.
refused-silent = Ulichotuma hakikufika chote. Angalia mtandao wako, kisha ukitume tena.
refused-fault = Hitilafu imetokea upande wetu. Hakuna kilichobadilika. Ikitokea tena, tuambie nambari hii: { $id }
refused-too-long = Tumia herufi zisizozidi { $most }
refused-not-an-amount = Andika kiasi cha pesa, kama 1,250 au 7.50
refused-not-a-quantity = Andika kiasi, kama 3 au 1.5; elfu moja ni 1000, bila koma
refused-quantity-not-a-number = Andika kiasi kwa tarakimu, kama 3 au 1.5
refused-quantity-not-above-zero = Andika kiasi kinachozidi 0
refused-quantity-too-fine = Andika desimali zisizozidi tatu, kama 1.125
refused-quantity-too-large = Ni nyingi mno. Andika kisichozidi 1000000.
refused-not-a-phone = Andika nambari ya simu, kama 0712 345 678
refused-changed-meanwhile = Mtu mwingine amebadilisha hiki. Kitazame tena, kisha uamue.
refused-unreadable = Fomu haikufika yote, au ilikuwa kubwa mno. Ijaze tena, kwa maneno machache.
refused-foreign-form = Fomu hii haikutumwa kutoka ukurasa wa duka hili. Fungua ukurasa hapa na uitume tena; ikikataliwa kila mara, mjulishe anayesimamia mfumo huu.
refused-month-closed = Vitabu vya { $month } vimefungwa
refused-a-name-needed = Andika jina
