# Duka la mtandaoni: maneno ya wateja. Mafupi, kwa simu ndogo.
store-skip = Ruka hadi yaliyomo
store-cart = Kikapu
store-about = Kuhusu duka
store-find-order = Tafuta oda yangu
store-call = Piga simu
store-more = Zaidi kuhusu duka

store-search-hint = Unatafuta nini?
store-search-short = Tafuta bidhaa
store-categories = Aina za bidhaa
store-filters = Chuja na panga
store-price-from = Bei kuanzia
store-price-to = Bei hadi
refused-price-below-zero = Bei haiwi chini ya 0. Andika 0 au zaidi.
refused-price-too-large = Hakuna bei kubwa hivyo. Andika ndogo zaidi.
refused-prices-reversed = “Bei hadi” ni ndogo kuliko “Bei kuanzia”. Zibadilishane, au acha moja wazi.
store-only-in-stock = Zilizopo dukani tu
store-sort = Panga kwa
store-sort-relevance = Zinazofanana zaidi
store-sort-name = Jina
store-sort-price = Bei nafuu kwanza
store-sort-price-down = Bei ya juu kwanza
store-sort-newest = Mpya kwanza
store-apply-filters = Onyesha bidhaa
store-clear-filters = Ondoa vichujio
store-products = { $count ->
    [one] Bidhaa 1
   *[other] Bidhaa { $count }
 }
store-results = { $count ->
    [0] Hakuna kilichopatikana kwa { $words }
    [one] Bidhaa 1 kwa { $words }
   *[other] Bidhaa { $count } kwa { $words }
 }
store-no-results = Hakuna kilichopatikana
store-no-results-text = Jaribu maneno machache au mengine, au tazama bidhaa zetu zote.
store-search-everywhere = Tafuta duka zima
store-all-products = Bidhaa zote
store-empty = Bado tunapanga bidhaa
store-empty-text = Hakuna kinachouzwa kwa sasa. Tafadhali rudi baadaye kidogo.
store-describes = { $shop }: tazama kilichopo leo, agiza mtandaoni, uchukue dukani au uletewe.
store-describes-category = { $name } kwa { $shop }: bei za leo, kuchukua dukani au kuletewa.
store-describes-product = { $name }, { $price } { $unit }, kwa { $shop }. Kuchukua dukani au kuletewa.
store-describes-cart = Kikapu chako kwa { $shop }: ulichochagua, na bei zake za leo.
store-describes-checkout = Agiza kwa { $shop }: wewe ni nani, utapataje bidhaa, na utalipaje.
store-describes-order = Oda yako kwa { $shop }: kinachofuata, gharama yake, na imefika wapi.
store-describes-find = Tafuta oda yako kwa { $shop } kwa nambari ya simu na nambari ya oda.

store-from = kuanzia
store-choose = Chagua
store-choose-variant = Chagua aina
store-in-it = Kilichomo
store-per-unit = kwa { $unit }
store-only-left = Imebaki { $left } tu
store-in-stock = Ipo dukani
store-sold-out = Imeisha
store-sold-out-for-now = Imeisha kwa sasa
store-in-cart = { $quantity } kikapuni
store-add-some = Ongeza { $quantity }
store-how-much = Kiasi gani?
store-step-hint = Kwa hatua za { $step }.
store-add-to-cart = Weka kwenye kikapu
store-delivers-free = Tunakuletea bila malipo
store-delivers-from = Tunakuletea, kuanzia { $fee }
store-pays-both = Lipa kwa M-Pesa, au unapopokea bidhaa
store-pays-mpesa = Lipa kwa M-Pesa
store-pays-on-hand-over = Lipa unapopokea bidhaa

store-cart-title = Kikapu chako
store-cart-empty = Kikapu chako ni tupu
store-cart-empty-text = Chagua unachopenda, nawe utakiona hapa.
store-see-products = Tazama bidhaa zetu
store-items = { $count ->
    [one] Bidhaa 1
   *[other] Bidhaa { $count }
 }
store-view-cart = Tazama kikapu
store-goods = Bidhaa
store-delivery-later = Utachagua kuchukua dukani au kuletewa katika hatua inayofuata.
store-keep-shopping = Endelea kununua
store-less-of = Punguza { $name }
store-more-of = Ongeza { $name }
store-how-much-of = Kiasi cha { $name }
store-update = Badilisha
store-cart-problem = Kuna kitu kikapuni cha kuangalia tena
store-cart-problem-text = Badilisha au ondoa kilichowekwa alama kikapuni, kisha uendelee.
store-back-to-cart = Rudi kwenye kikapu
store-to-checkout = Endelea kuagiza

store-step-cart = Kikapu
store-step-details = Maelezo yako
store-step-pay = Lipa
store-checkout-title = Maelezo yako
store-your-name = Jina lako
store-your-phone = Nambari yako ya simu
store-phone-hint = Kama 0712 345 678. Duka litakupigia hapa, na utapata oda yako kwa nambari hii.
store-phone-hint-mpesa = Kama 0712 345 678. M-Pesa itauliza kwenye simu hii, na utapata oda yako kwa nambari hii.
store-how-it-comes = Ungependa kuipata vipi?
store-pickup-at = Chukua kwenye { $place }
store-deliver-to = Niletewe { $area }
store-comes-to = Jumla ni { $total }.
store-free = Bure
store-where-to = Iletwe wapi?
store-where-to-hint = Ukiletewa: mtaa, barabara, nyumba, na kitu cha kutambua mahali.
store-note = Ujumbe kwa duka
store-note-hint = Ukipenda: ndizi mbivu, chenji, nipigie ukifika langoni.
store-how-to-pay = Ungependa kulipa vipi?
store-pay-mpesa = M-Pesa, sasa hivi
store-pay-mpesa-text = M-Pesa itauliza kwenye simu yako. Weka PIN yako huko, kamwe si hapa.
store-pay-on-hand-over = Nikipokea bidhaa
store-pay-on-hand-over-text = Ukija kuchukua, au ukiletewa.
store-tax-pin-title = Nahitaji ankara ya kodi
store-tax-pin = PIN yako ya KRA
store-tax-pin-hint = Itaandikwa kwenye ankara yako.
store-your-order = Oda yako
store-rounding = Kukadiria senti
store-total-if-fetched = Jumla ukichukua dukani
store-total-before-delivery = Jumla kabla ya usafirishaji
store-delivery-adds = Kuletewa kunaongeza { $fee }.
store-delivery-adds-between = Kuletewa kunaongeza { $least } hadi { $most }, kulingana na ulipo.
store-rounded-to = Jumla inakadiriwa kwa { $unit } iliyo karibu.
store-place-order = Tuma oda
store-place-order-hint = Ukilipa kwa M-Pesa, tazama simu yako mara tu baada ya hapa.
store-no-orders-now = Duka haliwezi kupokea oda kwa sasa
store-no-orders-now-text = Kikapu chako kimehifadhiwa. Tafadhali pigia duka simu, au rudi baadaye.

store-order-title = Oda { $code }
store-order-code = Nambari ya oda
store-bookmark = Hifadhi ukurasa huu kwenye simu yako. Pia utaupata kwa nambari hii na nambari yako ya simu, chini ya “Tafuta oda yangu”.
store-stage-waiting = Tazama simu yako
store-stage-checking = Tunahakikisha na M-Pesa
store-stage-review = Tunaangalia malipo yako
store-stage-failed = Bado haijalipwa
store-stage-to-pay = Bado haijalipwa
store-stage-on-hand-over = Asante, tumepokea oda yako
store-stage-paid = Imelipwa, asante
store-stage-handed-over = Umepokea bidhaa, asante
store-stage-cancelled = Oda hii imeghairiwa
store-waiting-text = M-Pesa inauliza simu inayoishia { $phone } ilipe { $amount }. Weka PIN yako ya M-Pesa huko.
store-checking-text = Usilipe tena. M-Pesa bado haijatuambia kama umelipa. Ikiwa umelipa, pesa zako ziko salama: { $shop } itaziona.
store-review-text = { $shop } itaangalia na kukupigia simu.
store-to-pay-text = { $amount } inahitaji kulipwa kabla hatujafungasha oda yako.
store-pay-at-pickup = Utalipa ukija kuchukua.
store-pay-at-delivery = Utalipa ukiletewa.
store-next-pending-pickup = { $shop } inakufungashia bidhaa kwenye { $place }.
store-next-pending-delivery = { $shop } inakufungashia bidhaa.
store-next-ready-pickup = Iko tayari. Njoo uichukue kwenye { $place }.
store-next-ready-delivery = Iko tayari na itaondoka hivi karibuni.
store-next-shipped-pickup = Iko tayari. Njoo uichukue kwenye { $place }.
store-next-shipped-delivery = Iko njiani kuja kwako.
store-handed-over-text = Asante kwa kununua { $shop }. Karibu tena!
store-cancelled-text = Una swali? Pigia { $shop } simu.
store-do-not-pay = M-Pesa ikiendelea kuuliza kwenye simu yako, usiweke PIN.
store-refund-owed = { $shop } itakurudishia { $amount }.
store-receipt = Risiti { $receipt }
store-renews-itself = Ukurasa huu unajisasisha wenyewe.
store-look-again = Tazama tena sasa
store-pay-now = Lipa kwa M-Pesa
store-mpesa-phone = Simu ya kulipa
store-mpesa-phone-hint = Acha wazi ili tuulize simu inayoishia { $phone }, au andika nyingine.
store-ask-mpesa = Lipa { $amount } kwa M-Pesa
store-mpesa-is-off = M-Pesa haipatikani kwa sasa. Tafadhali pigia duka simu ulipe kwa njia nyingine.
store-call-off = Ghairi oda hii
store-call-off-sure = Ughairi oda { $code }? Bidhaa zake zinarudi kuuzwa mara moja. Hujalipa chochote.
store-call-off-button = Ghairi oda { $code }
store-change-by-call = Kubadilisha au kughairi oda hii, pigia { $shop } simu:
store-paid-so-far = Iliyolipwa tayari
store-still-due = Inayobaki kulipwa
store-tax-included = Kodi ya { $tax } imejumlishwa.
store-taken-off = { $off } imeondolewa
store-how-it-comes-fact = Jinsi utakavyoipata
store-how-it-is-paid = Jinsi inavyolipwa
store-where-to-fact = Mahali tunapoileta
store-note-fact = Ujumbe wako
store-what-happened = Yaliyotokea hadi sasa

store-find-text = Ukurasa wa oda yako, kwa nambari ya simu na nambari ya oda.
store-find-phone-hint = Ile uliyoagizia.
store-find-code-hint = Herufi na tarakimu nane, kama K7F3-9QX2.
store-find-button = Onyesha oda yangu

store-closed = Hakuna oda kwa sasa
store-closed-title = { $shop } halipokei oda kwa sasa
store-closed-text = Kikapu chako kimehifadhiwa: rudi baadaye. Oda ulizotuma tayari zinashughulikiwa.

store-front-title = Endesha duka lako kwa simu
store-front-text = Dukani huweka bidhaa, stoki, oda na vitabu vyako mahali pamoja. Wateja wako huagiza kwa simu na kulipa kwa M-Pesa, na vitabu vyako husawazika daima.
store-front-open = Fungua duka
store-front-sign-in = Ingia
store-front-businesses = Biashara zangu
store-front-demo = Jaribu hapa
store-front-demo-text = Kuna duka la majaribio kwenye mashine hii. Agiza kitu na ulipe kwa M-Pesa ya kuigiza, bila pesa halisi.
store-front-demo-visit = Tembelea duka la majaribio

done-added-to-cart = Imewekwa kwenye kikapu
done-in-cart-already = Tayari imo kikapuni. Bonyeza tena kuongeza zaidi.
done-taken-out-of-cart = Imeondolewa kikapuni
done-order-placed = Oda yako imetumwa
done-called-off = Oda imeghairiwa

store-nothing-here = Hakuna kitu hapa
store-nothing-here-text = { $shop } haina ukurasa huu. Huenda bidhaa haiuzwi tena, au anwani haijakamilika.
# Whether the shop is open.
store-hours = Saa za kufungua
hours-always = Wazi mchana na usiku
hours-open-today = Wazi leo hadi { $time }
hours-open-until = Wazi hadi { $time }
hours-open-until-day = Wazi hadi { $day }, { $time }
hours-opens-today = Imefungwa sasa, itafunguliwa leo { $time }
hours-opens-tomorrow = Imefungwa sasa, itafunguliwa kesho { $time }
hours-opens-day = Imefungwa sasa, itafunguliwa { $day } { $time }
hours-closed = Imefungwa
store-order-while-closed = Bado unaweza kuagiza. { $shop } litashughulikia oda yako likifunguliwa.
store-ordered-while-closed = { $shop } litashughulikia oda yako likifunguliwa.
hours-day-closed = Imefungwa
hours-day-whole = Mchana na usiku
hours-day-except = { $hours }, imefungwa { $day }
