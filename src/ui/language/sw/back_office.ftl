# Ofisi ya biashara: fremu yake, ukurasa wa siku, oda, vitabu vya hesabu, na kurasa zilizokwama.

nav-today = Leo
nav-orders = Oda
nav-products = Bidhaa
nav-sales = Mauzo
nav-stock = Stoki
nav-purchases = Manunuzi
nav-prices = Orodha za bei
nav-adjustments = Marekebisho
nav-transfers = Uhamisho
nav-takes = Hesabu za stoki
nav-suppliers = Wasambazaji
nav-books = Hesabu
nav-settings = Mipangilio
frame-skip = Ruka hadi kwenye ukurasa
frame-business = Biashara
frame-places = Sehemu kuu
frame-more = Zaidi
frame-businesses = Biashara zote
frame-storefront = Tazama duka lako
frame-sign-out = Ondoka

month-1 = Jan
month-2 = Feb
month-3 = Mac
month-4 = Apr
month-5 = Mei
month-6 = Jun
month-7 = Jul
month-8 = Ago
month-9 = Sep
month-10 = Okt
month-11 = Nov
month-12 = Des
weekday-1 = Jtatu
weekday-2 = Jnne
weekday-3 = Jtano
weekday-4 = Alh
weekday-5 = Ijm
weekday-6 = Jmosi
weekday-7 = Jpili

dash-title = Leo, { $day }
dash-taken = Pesa zilizoingia leo
dash-handed-over = Zilizokabidhiwa leo
dash-orders = Oda za leo
dash-refunds-owed = Za kurudishia wateja
dash-takings = Pesa zilizoingia kwa siku, { $currency }
dash-waiting = Zinakusubiri
dash-nothing-waits = Hakuna kinachosubiri. Oda mpya zitaonekana hapa.
dash-review = { $count ->
    [one] Oda 1 inahitaji kuangaliwa
   *[other] Oda { $count } zinahitaji kuangaliwa
}
dash-review-text = Malipo au bidhaa hazilingani
dash-to-pack = { $count ->
    [one] Oda 1 ya kufungasha
   *[other] Oda { $count } za kufungasha
}
dash-to-pack-text = Zimelipwa, au zitalipwa zikikabidhiwa
dash-pay-back = Rudisha { $amount }
dash-pay-back-text = Wateja wanasubiri pesa hizi
dash-unpaid = { $count ->
    [one] Oda 1 inasubiri malipo
   *[other] Oda { $count } zinasubiri malipo
}
dash-unpaid-text = Kwa M-Pesa, kabla ya kufungasha
dash-prompts = { $count ->
    [one] Malipo 1 ya M-Pesa kwenye kifaa cha kuuzia ya kuamua
   *[other] Malipo { $count } ya M-Pesa kwenye vifaa vya kuuzia ya kuamua
}
dash-prompts-text = Pesa hazina mauzo, au hazilingani
dash-flags = { $count ->
    [one] Jambo 1 la kuangalia kutoka kifaa cha kuuzia
   *[other] Mambo { $count } ya kuangalia kutoka vifaa vya kuuzia
}
dash-flags-text = Kuna kisicho cha kawaida
dash-low = Zinakaribia kuisha

first-title = Hatua za kwanza za duka lako
first-import = Leta bidhaa zako kutoka kwa faili
first-import-text = Jedwali lenye majina, bei na idadi linatosha
first-product = Au ongeza bidhaa ya kwanza mwenyewe
first-product-text = Jina na bei vinatosha
first-mpesa = Lipwa kwa M-Pesa
first-mpesa-text = Unganisha paybill au till nambari yako
first-till = Uza kaunta
first-till-text = Fanya simu, kishikwambi au kompyuta kuwa kifaa cha kuuzia
first-delivery = Sema mnapopeleka bidhaa
first-delivery-text = Hadi hapo wateja wanaweza kuchukua dukani tu
first-storefront = Sambaza duka lako
first-storefront-text = Wateja wanaagiza hapo kwa simu zao
first-none = Bado hakuna bidhaa
first-none-text = Mwenye biashara au meneja ataziongeza; kisha wateja wataweza kuagiza.

orders-title = Oda
orders-tabs = Oda kulingana na kinachosubiriwa
orders-tab-open = Za kufungasha
orders-tab-waiting = Zinasubiri malipo
orders-tab-review = Za kuangaliwa
orders-tab-all = Zote
orders-search-hint = Nambari ya oda, simu au jina
orders-order = Oda
orders-customer = Mteja
orders-placed = Iliagizwa
orders-reaches = Itakavyomfikia
orders-payment = Malipo
orders-payments = Malipo
orders-items = Vitu
orders-new-one = Oda 1 mpya. Ione
orders-new-many = Oda { $count } mpya. Zione
orders-news-away = Kwa sasa oda mpya haziwezi kuangaliwa. Ukurasa huu utajaribu tena wenyewe.
orders-none-yet = Bado hakuna oda
orders-none-yet-text = Oda kutoka duka lako la mtandaoni zitaonekana hapa. Watumie wateja anwani yake.
orders-see-storefront = Tazama duka lako
orders-none-here = Hakuna kitu hapa
orders-none-here-text = Hakuna oda iliyo katika hatua hii kwa sasa.
orders-not-found = Oda haikupatikana
orders-not-found-text = Jaribu nambari ya oda, tarakimu nne za simu, au sehemu ya jina. Kichupo pia hupunguza matokeo.
orders-show-all = Onyesha oda zote

orders-placed-at = Iliagizwa: { $moment }
orders-goods = Bidhaa
orders-product = Bidhaa
orders-amount = Kiasi cha pesa
orders-rounding = Kukamilisha shilingi
orders-tax-inside = VAT ya { $tax } imejumuishwa.
orders-not-held = Haijatengwa
orders-deliver-to = Ipelekwe
orders-address = Maelekezo
orders-packed-at = Inafungashwa
orders-fetched-at = Inachukuliwa
orders-note = Ujumbe wa mteja
orders-history = Historia
orders-books = Kwenye vitabu vya hesabu

orders-act-ready = Imefungashwa
orders-act-shipped = Itume
orders-act-delivered = Kabidhi
orders-expired = Baadhi ya bidhaa hizi zimeisha muda
orders-expired-ok = Mteja ameona tarehe na anakubali bidhaa
orders-expired-ok-hint = Bidhaa ambazo hazijaisha muda hutangulia. Zilizoisha muda hukabidhiwa pale tu ambapo hakuna nyingine.
orders-pay-by = Kulipa
orders-by-mpesa = Kwa M-Pesa wakati wa kuagiza
orders-by-hand-over = Wakati wa kukabidhiwa
orders-paid = Imelipwa
orders-due = Bado kulipwa
orders-refund-owed = Ya kurudisha
orders-prompt = Ombi la mwisho la M-Pesa
orders-asked = { $amount } kutoka { $phone }
orders-prompt-waiting = bado hajajibu
orders-prompt-checking = bado hakuna jibu wazi; tunauliza M-Pesa
orders-prompt-paid = imelipwa
orders-prompt-review = jibu halilingani, linahitaji kuangaliwa
orders-prompt-failed = haijalipwa. Mteja anasoma: “{ $words }”
orders-prompt-open = M-Pesa bado inamwomba mteja alipe. Usipokee pesa nyingine za oda hii hadi ombi hilo liishe.
orders-tender = Njia ya malipo
orders-receipt = Risiti au kumbukumbu
orders-receipt-hint = Nambari ya M-Pesa, kama SGL31HA2UV, au kumbukumbu ya benki. Kwa pesa taslimu acha wazi.
orders-surplus = { $surplus } kati yake ilizidi deni
orders-paid-back-by = Imerudishwa: { $tender }
orders-take-payment = Pokea malipo
orders-take-text = Bado { $due } kulipwa.
orders-take-button = Andika malipo
orders-pay-back = Rudisha pesa
orders-back-text = Mteja anadai { $owed }. Mrudishie, kisha uandike hapa.
orders-back-button = Andika marejesho
orders-cancel = Ghairi oda hii
orders-cancel-sure = Ughairi oda { $code }?
orders-cancel-unpaid = Bidhaa zake zinarudi kuuzwa mara moja.
orders-cancel-paid = Bidhaa zake zinarudi kuuzwa mara moja, na mteja atarudishiwa { $paid }.
orders-cancel-reason = Sababu
orders-cancel-reason-hint = Mteja anaweza kuisoma.
orders-cancel-button = Ghairi oda { $code }
done-order-ready = Oda { $code } imefungashwa.
done-order-shipped = Oda { $code } iko njiani.
done-order-delivered = Oda { $code } imekabidhiwa.
done-order-cancelled = Oda { $code } imeghairiwa.
done-payment-taken = Malipo yameandikwa.
done-paid-back = Marejesho yameandikwa.

books-title = Vitabu vya hesabu
books-trial = Urari wa hesabu
books-balanced = Imelingana
books-unbalanced = Haijalingana
books-journal = Jarida
books-entries = { $count ->
    [one] Ingizo 1
   *[other] Maingizo { $count }
}
books-entry = Ingizo { $number }
books-lines = Mistari ya ingizo
books-account = Akaunti
books-debit = Debiti
books-credit = Krediti
books-what = Nini
books-document = Hati
books-happened = Ilitokea
books-recorded = Iliandikwa
books-day = Siku ya biashara
books-empty = Bado hakuna kitu kwenye vitabu
books-empty-text = Vitabu hujiandika vyenyewe: kwa bidhaa za kwanza, malipo ya kwanza na oda ya kwanza kukabidhiwa.
books-empty-act = Tazama bidhaa
source-order = Oda
source-payment = Malipo
source-import = Faili la bidhaa
source-product = Bidhaa
source-adjustment = Marekebisho ya stoki
purpose-payment = pesa zimepokelewa
purpose-hand_over = bidhaa zimekabidhiwa
purpose-cancel = oda imeghairiwa
purpose-opening = stoki ya kuanzia
purpose-adjustment = stoki imerekebishwa
purpose-refund = pesa zimerudishwa
account-1110 = Pesa taslimu
account-1140 = M-Pesa
account-1170 = Benki
account-1180 = Kadi na huduma nyingine
account-1210 = Stoki ya bidhaa
account-2130 = Malipo ya awali ya wateja
account-2135 = Zilizolipwa kwenye vifaa, bila mauzo bado
account-2140 = Marejesho tunayodaiwa
account-2150 = Vocha za zawadi
account-2160 = Bakshishi za wafanyakazi
account-2210 = VAT ya mauzo
account-3100 = Mtaji wa mwenye biashara
account-4100 = Mauzo
account-4200 = Mapato ya kupeleka mizigo
account-4300 = Vocha zilizopita muda
account-4900 = Kukamilisha shilingi
account-5100 = Gharama ya bidhaa zilizouzwa
account-5150 = Tofauti za stoki
account-1220 = Bidhaa njiani kati ya mahali
account-1310 = Akaunti za wateja
account-1320 = Vocha zilizopungua
account-1350 = VAT ya manunuzi
account-2110 = Wasambazaji
account-2120 = Bidhaa zilizopokelewa, bado ankara
account-3200 = Matumizi ya mwenye duka
account-5160 = Tofauti za manunuzi
purpose-cover = gharama ya bidhaa zilizouzwa kabla hazijafika

stopped-refused = Haikufaulu
stopped-not-found = Hakuna kitu kwenye anwani hii
stopped-not-found-text = Huenda kimehamishwa, au anwani ina kosa.
stopped-sign-in = Tafadhali ingia
stopped-sign-in-text = Hujaingia, au umekuwa mbali kwa muda mrefu.
stopped-forbidden = Kazi yako haijumuishi hili
stopped-forbidden-text = Mwenye biashara ndiye anayeamua nani anaweza kuona. Muulize.
stopped-slow-down = Umejaribu mara nyingi mno
stopped-slow-down-text = { $count ->
    [one] Tafadhali jaribu tena baada ya dakika moja.
   *[other] Tafadhali jaribu tena baada ya dakika { $count }.
}
stopped-fault = Kuna kilichoharibika upande wetu
stopped-fault-text = Kimeandikwa kama { $id }. Ikiwa ulikuwa unatuma kitu, angalia kwanza kama kilifika kabla ya kukituma tena.
stopped-unavailable = Duka halipatikani kwa sasa
stopped-unavailable-text = Tafadhali jaribu tena baada ya muda mfupi. Ikiendelea hivyo, mjulishe anayesimamia mfumo huu: { $id }.
stopped-again = Jaribu tena
stopped-to-sign-in = Ingia
stopped-to-shop = Nenda dukani
stopped-to-business = Nenda kwenye biashara
stopped-to-businesses = Nenda kwenye biashara zako
stopped-to-start = Nenda ukurasa wa mwanzo

# People, and one's own account.
nav-people = Wafanyakazi
nav-tills = Vifaa vya kuuzia
nav-account = Akaunti yako
# People who pack: the list and its views, slips, notes, what is taken off, what is decided.
orders-tab-deliver = Za kupeleka
orders-tab-pickup = Za kuchukuliwa
orders-tab-refunds = Pesa za kurudisha
orders-sort = Mpangilio wa orodha
orders-sort-oldest = Zilizosubiri zaidi kwanza
orders-sort-newest = Mpya kwanza
orders-sort-largest = Jumla kubwa kwanza
orders-sort-name = Kwa jina
orders-filter = Chuja na upange
orders-filter-show = Onyesha oda
orders-filter-clear = Ondoa vichujio
orders-filter-from = Kuanzia tarehe
orders-filter-to = Hadi tarehe
orders-views = Mionekano iliyohifadhiwa
orders-view-new = Hifadhi mwonekano huu
orders-view-name = Jina la mwonekano
orders-view-name-hint = Mfano: Kilimani leo
orders-view-shared = Kila mtu dukani anauona
orders-view-keep = Hifadhi
orders-view-drop = Ondoa mwonekano { $name }
orders-call-on = Niite oda ikija
orders-call-off = Usiniite tena
orders-call-sample = Oda mpya zinasikika hivi
orders-tick = Alama
orders-tick-one = Tia alama oda { $code }
orders-bulk-hint = Kwa oda zilizotiwa alama:
orders-bulk-pack = Zimefungashwa
orders-bulk-slips = Karatasi za kufungasha
orders-slip = Karatasi ya kufungasha
orders-line-taken-off = { $off } kati ya { $ordered } imeondolewa
orders-notes = Maelezo yetu wenyewe
orders-note-new = Maelezo mapya
orders-note-hint = Yanasomwa na wanaofanya kazi hapa tu. Hayabadiliki yakishaandikwa.
orders-note-write = Andika maelezo
orders-note-line = Maelezo: { $words }
orders-trail = Kumbukumbu za ukaguzi
orders-trail-intact = Kila kumbukumbu iko kama ilivyoandikwa.
orders-trail-broken = Kumbukumbu moja hapa si ile iliyoandikwa. Mwambie anayesimamia mfumo huu.
act-order-ready = Imetiwa alama kuwa imefungashwa
act-order-shipped = Imetumwa
act-order-hand-over = Mteja amekabidhiwa
act-order-take-payment = Malipo ya { $amount } yameandikwa { $receipt }
act-order-pay-back = Marejesho ya { $amount } yameandikwa { $receipt }
act-order-cancel = Oda imeghairiwa
act-order-cancel-lines = Imeondolewa: { $items }. Jumla mpya { $total }
act-order-note = Maelezo yameandikwa
act-order-count-attempt = Pesa za M-Pesa zimehesabiwa kwa oda: { $amount } { $receipt }
act-order-set-attempt-aside = Ombi la M-Pesa limewekwa kando: { $note }
act-order-give-attempt-up = Ombi la M-Pesa limesitishwa, { $amount }
act-mpesa-attempt = Ombi la M-Pesa: { $from } → { $to }
act-other = Limefanyika: { $act }
orders-look-title = Malipo ya M-Pesa yanayohitaji uamuzi
orders-look-asked = Kiasi kilichoombwa ni { $amount }.
orders-look-said = M-Pesa inasema: { $amount } { $receipt }.
orders-look-amount = Pesa zilizoingia
orders-look-receipt = Msimbo wa M-Pesa
orders-look-receipt-hint = Kama ulivyo kwenye taarifa yako ya M-Pesa, mfano SGL31HA2UV.
orders-look-count = Hesabu pesa hizi kwa oda
orders-look-aside = Si zetu: ziweke kando
orders-look-seen = Nimeshughulikia
orders-look-why = Ulichogundua
orders-look-why-hint = Kwa kumbukumbu za ukaguzi, mfano: haipo kwenye taarifa yetu ya 3 Machi.
orders-look-ask-owner = Mmiliki au meneja ndiye anayeamua.
orders-give-up = Sitisha ombi
orders-give-up-sure = Sitisha ombi la { $amount } kwa { $phone } la oda { $code }? Angalia kwanza taarifa yako ya M-Pesa: ni pale tu malipo haya hayapo. Pesa zikija baadaye, zitaandikwa.
orders-give-up-asked = { $count ->
    [one] M-Pesa imeulizwa mara moja na haijui.
   *[other] M-Pesa imeulizwa mara { $count } na haijui.
}
orders-give-up-button = Sitisha ombi la oda { $code }
orders-off = Ondoa bidhaa
orders-off-paid = Jumla inahesabiwa upya, na kilicholipwa zaidi kinarudishwa kwa mteja. Kilichotengwa kinarudi kuuzwa.
orders-off-unpaid = Jumla inahesabiwa upya. Kilichotengwa kinarudi kuuzwa.
orders-off-now = Sasa
orders-off-stays = Kinabaki
orders-off-button = Ondoa kilichopungua
orders-off-why = Kwa nini
orders-off-why-hint = Kama haiko rafuni, sahihisha pia stoo ya bidhaa, la sivyo itauzwa tena.
orders-off-note = Maneno kwa mteja
orders-off-note-hint = Ukipenda. Mteja anaweza kuyasoma.
why-off-short = Haipo rafuni
why-off-damaged = Haifai kuuzwa
why-off-customer = Mteja haihitaji tena
why-off-other = Sababu nyingine
orders-back-receipt-hint = Msimbo wa M-Pesa wa kurudisha au wa malipo uliyotuma, au rejea ya benki. Acha wazi kwa pesa taslimu.
slip-title = { $count ->
    [one] Karatasi 1 ya kufungasha
   *[other] Karatasi { $count } za kufungasha
}
slip-none = Hakuna oda kati ya hizi. Tia alama kwenye orodha.
slip-how-to-print = Oda moja kila ukurasa: A4, A5 au karatasi ya mm 80. Bila kitufe, menyu ya kivinjari pia inachapisha.
print-page = Chapisha
slip-of = Karatasi ya kufungasha ya oda { $code }
slip-heading = Karatasi ya kufungasha
slip-tax-pin = PIN { $pin }
slip-tick = Imefungashwa
slip-cancelled = IMEGHAIRIWA: usifungashe
slip-due = Kulipwa wakati wa kukabidhi
slip-due-first = Bado haijalipwa: usikabidhi
slip-paid = IMELIPWA
slip-owed = Ya kurudishwa: { $amount }
slip-total = Jumla { $amount }
source-cancellation = Bidhaa zilizoondolewa
purpose-part_cancel = oda imepunguzwa
done-taken-off = Imeondolewa. Oda { $code } sasa ni { $total }.
done-note-written = Maelezo yameandikwa.
done-attempt-counted = Pesa zimehesabiwa kwa oda.
done-attempt-set-aside = Ombi limewekwa kando.
done-attempt-given-up = Ombi limesitishwa. Mteja anaweza kuombwa tena.
done-orders-packed = { $count ->
    [one] Oda 1 imefungashwa.
   *[other] Oda { $count } zimefungashwa.
}
done-view-kept = Mwonekano { $name } umehifadhiwa.
done-view-dropped = Mwonekano umeondolewa.
dash-expired = { $count ->
    [one] Bidhaa 1 imeisha muda
   *[other] Bidhaa { $count } zimeisha muda
 }
dash-expired-text = Ondoa kwenye rafu kilichokwisha muda
dash-short = { $count ->
    [one] Bidhaa 1 imeuzwa zaidi ya iliyopo
   *[other] Bidhaa { $count } zimeuzwa zaidi ya zilizopo
 }
dash-short-text = Zilizouzwa ni nyingi kuliko vitabu vinavyosema: hesabu, au pokea zilizokuja
dash-below = { $count ->
    [one] Kiwango 1 kiko chini ya kima cha chini
   *[other] Viwango { $count } viko chini ya kima cha chini
 }
dash-below-text = Angalia kinachokwisha
dash-reorder = { $count ->
    [one] Bidhaa 1 ya kuagiza tena
   *[other] Bidhaa { $count } za kuagiza tena
 }
dash-reorder-text = Angalia cha kununua, na kwa nani
dash-expiring = { $count ->
    [one] Bidhaa 1 itaisha muda ndani ya siku 30
   *[other] Bidhaa { $count } zitaisha muda ndani ya siku 30
 }
dash-expiring-text = Uza kwanza kinachokaribia kuisha muda
