# Orodha za bei, kodi, lebo na katalogi ya maduka yote, katika ofisi.
prices-title = Orodha za bei
prices-list = Orodha
prices-add = Ongeza orodha ya bei
prices-name-hint = Jumla, au ni orodha ya nani
prices-none = Bado hakuna orodha za bei
prices-none-text = Kila mtu hulipa bei ya rejareja ya kila bidhaa. Orodha ni ya wanaolipa pungufu au zaidi: wa jumla, hoteli, mteja mmoja.
prices-retail-text = Kisicho kwenye orodha hulipiwa bei ya kila mtu.
prices-closed = Imefungwa
prices-is-closed = Orodha hii imefungwa
prices-is-closed-text = Anayenunua kwa orodha hii hulipa rejareja. Bei zake zinasubiri hapa.
prices-open-again = Ifungue tena
prices-close = Funga orodha
prices-close-text = Anayenunua kwa { $name } atalipa rejareja. Unaweza kuifungua tena, pamoja na bei zake na wateja wake.
prices-rename = Badilisha jina lake
prices-customers-title = Wateja
prices-customers = { $count ->
    [one] mteja 1
   *[other] wateja { $count }
 }
prices-customers-none = Bado hakuna anayenunua kwa orodha hii
prices-customers-none-text = Mweke mteja kwenye orodha kwa nambari yake ya simu. Kisha atalipa kama orodha inavyosema.
prices-put-on = Mweke mteja kwenye orodha
prices-take-off = Ondoa kwenye orodha
prices-phone-hint = Ya mteja aliyewahi kununua hapa, au mpya
prices-customer-name-hint = Kama bado hatumjui
prices-retail = Rejareja
prices-which = Bidhaa zipi
prices-all-goods = Bidhaa zote
prices-own-goods = Zilizo kwenye orodha
prices-also = Pakiti, idadi, siku zijazo
prices-of-on = { $name }: bei kwenye { $list }
prices-below-cost = Chini ya gharama yake
prices-valid-from = Kuanzia siku gani
prices-valid-from-hint = Ukiacha wazi, inaanza sasa.
prices-from = kuanzia { $quantity }
prices-old-pack = pakiti isiyotumika tena
prices-ends = haina bei yake yenyewe
prices-to-come = kuanzia { $day }: { $amount }
prices-none-own = Haina bei yake kwenye orodha hii, kwa hiyo inalipiwa bei ya kila mtu.
prices-of = Ya nini
prices-set-one = Weka bei
prices-from-quantity = Kuanzia ngapi
prices-from-quantity-hint = Mfano 12. Ukiacha wazi, kuanzia ya kwanza.
prices-price-hint = Ya kimoja, pamoja na kodi. Ukiacha wazi, bei hii inaisha.
prices-many = Weka nyingi kwa pamoja
prices-base = Anza na
prices-base-retail = bei ya rejareja
prices-base-cost = gharama ya mwisho
prices-base-list = bei ya sasa ya orodha hii
prices-way = Pungufu au zaidi
prices-less = pungufu
prices-more = zaidi
prices-percent = Kwa kiasi gani
prices-round-to = Kadiria hadi kizidishi cha
prices-round-not = Usikadirie
prices-preview = Ona matokeo
prices-nothing = Hakuna kitakachobadilika
prices-nothing-text = Bei tayari ziko hivyo, au hakuna bei ya kuanzia inayojulikana.
prices-before = Kabla
prices-after = Baada
prices-many-below = { $count ->
    [one] Bidhaa 1 itauzwa chini ya gharama yake
   *[other] Bidhaa { $count } zitauzwa chini ya gharama zake
 }
prices-many-more = { $count ->
    [one] na bidhaa 1 zaidi
   *[other] na bidhaa { $count } zaidi
 }
prices-many-count = { $count ->
    [one] Bei 1 itabadilika
   *[other] Bei { $count } zitabadilika
 }
prices-many-do = Weka bei hizi
prices-file = Bei kutoka faili
prices-file-hint = CSV ya UTF-8, hadi MB 4. Programu ya jedwali huihifadhi kwa “Save as”.
prices-file-own = Pakua orodha
prices-file-all = Pakua pamoja na bidhaa zote
prices-file-row = Mstari { $row }: { $why }
prices-columns-text = Safu ya kwanza hutaja safuwima, kwa mpangilio wowote. Kisicho kwenye faili hubaki kilivyo. Faili yenye safu mbaya haibadilishi chochote.
prices-column-sku = Msimbo wa bidhaa
prices-column-pack = Jina la pakiti yake; ukiacha wazi ni bidhaa yenyewe
prices-column-from-quantity = Kuanzia ngapi, mfano 12; ukiacha wazi ni kuanzia ya kwanza
prices-column-price = Ya kimoja, pamoja na kodi, mfano 217.00; ukiacha wazi bei ya orodha inaisha
done-price-list-kept = { $name } imehifadhiwa
done-price-list-closed = { $name } imefungwa
done-price-list-back = { $name } imefunguliwa tena
done-price-list-put-on = { $name } sasa ananunua kwa orodha hii
done-price-list-taken-off = Kuanzia sasa atalipa rejareja
done-prices-none = Bei ziko kama unavyotaka
done-prices-set = { $count ->
    [one] Bei 1 imewekwa
   *[other] Bei { $count } zimewekwa
 }
done-prices-set-below = { $count ->
    [one] Bei 1 imewekwa.
   *[other] Bei { $count } zimewekwa.
 } Chini ya gharama: { $names }
done-prices-tried = Ni jaribio tu, hakuna kilichobadilika. Zitakazobadilika: { $changed }, zilizo hivyo tayari: { $unchanged }.
done-prices-tried-below = Ni jaribio tu, hakuna kilichobadilika. Zitakazobadilika: { $changed }, zilizo hivyo tayari: { $unchanged }. Chini ya gharama: { $names }
refused-price-list-closed = { $name } imefungwa. Ifungue tena ili ubadilishe bei zake.
refused-price-list-name-taken = Tayari kuna orodha ya bei yenye jina hili
refused-price-set-other = Fomu hii tayari imeweka bei nyingine. Fungua ukurasa tena.
refused-price-day-past = Siku hiyo imepita. Bei huanza leo au siku ijayo.
refused-price-pack-gone = Pakiti hii haitumiki tena. Chagua nyingine.
refused-price-pack-unknown = { $name } haina pakiti iitwayo “{ $pack }”
refused-price-percent = Andika asilimia, mfano 8 au 12.5
refused-prices-moved = Sasa matokeo yatakuwa bei nyingine. Zitazame tena, kisha uamue.
refused-prices-nothing = Hakuna kitakachobadilika: bei tayari ziko hivyo
settings-tab-taxes = Kodi
tax-title = Kodi
tax-text = Mauzo au oda hutozwa kodi kwa kiwango cha siku yake. Kilichouzwa hubaki na kiwango kilichokuwa nacho.
tax-now = Sasa
tax-soon = Kinakuja
tax-rate = Kiwango
tax-from = Kuanzia siku gani
tax-add = Ongeza kiwango
tax-add-text = Kiwango kikibadilishwa na sheria, ongeza kipya hapa kabla ya siku yake kufika.
tax-withdraw = Ondoa { $rate }
tax-letters = Herufi kwenye hati za kodi
tax-letters-hint = Jinsi mamlaka ya kodi inavyoita kila aina ya kodi. Kenya: A haitozwi kodi, B kiwango cha kawaida, C kiwango cha sifuri.
done-tax-rate = { $rate } imewekwa
done-tax-withdrawn = Kiwango kimeondolewa; kilichotangulia kinaendelea
done-tax-letters = Herufi zimehifadhiwa
refused-tax-percent = Andika asilimia kati ya 0 na 100, mfano 16 au 7.5
refused-tax-day-past = Bidhaa zimeuzwa kwa kiwango cha zamani hadi leo. Chagua leo au siku ijayo.
refused-tax-day-taken = Kuanzia siku hiyo tayari kuna { $rate }. Chagua siku nyingine.
refused-tax-in-force = { $rate } inatumika tayari na inabaki: hati huenda zimetengenezwa kwa hiyo. Ongeza kiwango kingine kuanzia siku ijayo.
refused-tax-letter = Andika herufi au tarakimu moja au mbili, mfano B
labels-title = Chapisha lebo
labels-tick = Iwekee lebo
labels-tick-name = Iwekee { $name } lebo
labels-count = Ngapi
labels-count-name = Lebo ngapi za { $name }
labels-since = Bei iliyobadilika tangu
labels-since-hint = Weka alama kwenye unazohitaji. Au chagua kundi, au siku: hapo zote ambazo bei imebadilika tangu siku hiyo huwekwa alama.
labels-most = Lebo zisizozidi { $count } kwa mara moja
labels-show = Onyesha lebo
labels-paper = Karatasi
labels-paper-sheet-65 = Karatasi ya A4, lebo 65
labels-paper-sheet-65-text = mm 38.1 × 21.2, za bidhaa
labels-paper-sheet-24 = Karatasi ya A4, lebo 24
labels-paper-sheet-24-text = mm 70 × 37
labels-paper-roll = Roli, mm 50 × 30
labels-paper-roll-text = Ya printa ya lebo
labels-paper-shelf = Lebo ya rafu, mm 60 × 40
labels-paper-shelf-text = Yenye bei kubwa, ya printa ya lebo
labels-on = Kilicho juu yake
labels-on-name = Jina
labels-on-price = Bei
labels-on-per = Bei ya kilo, lita au kimoja
labels-on-bars = Msimbo pau
labels-skip = Lebo zilizotumika tayari
labels-skip-hint = Za karatasi ya kwanza, kuanzia juu kushoto
labels-per = { $price } kwa { $unit }
labels-pack-name = { $name }, { $pack } ya { $holds }
labels-none = Hakuna kilichowekwa alama
labels-none-text = Rudi uweke alama kwenye bidhaa unazohitaji lebo zake.
labels-made = { $count ->
    [one] Lebo 1.
   *[other] Lebo { $count }.
 }
labels-bare = { $count ->
    [one] Lebo 1 haina msimbo pau
   *[other] Lebo { $count } hazina msimbo pau
 }
labels-bare-text = Msimbo wao ni mrefu mno kwa karatasi hii, au kifurushi hakina wake. Zipe msimbo pau, au chagua lebo kubwa zaidi.
labels-how-to-print = Chapisha ukurasa kwa kivinjari chako: kwa 100 %, kwenye karatasi hii, bila pambizo wala vichwa.
labels-cut = Hapa kuna lebo { $count } za kwanza tu. Chapisha zilizobaki baadaye.
known-title = Ongeza bidhaa kwa msimbo pau
known-barcode = Msimbo pau
known-barcode-hint = Uskani, au andika tarakimu zilizo chini ya mistari
known-look = Utafute
known-by-hand = Bila msimbo pau
known-own = Tayari unaiuza hii
known-own-door = Nenda kwenye bidhaa
known-found = Tunaijua hii
known-brand = Chapa
known-add = Iongeze
known-add-text = Utaweka bei yako na idadi yako kwenye ukurasa unaofuata.
known-unknown = Bado hatuujui msimbo pau huu
known-unknown-text = Ongeza bidhaa kwa mkono. Msimbo pau wake umeshajazwa.
refused-shared-barcode = { $barcode } si msimbo pau wa tarakimu 8, 12, 13 au 14 wenye tarakimu sahihi ya mwisho
