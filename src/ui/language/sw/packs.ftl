# Vifurushi, seti, aina na mizani, katika ofisi.
kind-kit = Seti
kind-kit-text = Huuzwa kama kitu kimoja na hutoka kwenye rafu kama sehemu zake, kwa hiyo haina stoki yake yenyewe. Huuzwa dukani na mtandaoni, kwa kadiri sehemu zake zinavyotosha.
kind-family = Familia
kind-family-text = Inakusanya aina pamoja. Wateja huiona mara moja na kuchagua aina. Yenyewe haiuzwi wala haina stoki; aina zake ndizo huuzwa.
kind-variant-of = Aina ya { $name }
packs-title = Vifurushi vya { $name }
packs-heading = Vifurushi na zaidi
packs-pack = Kifurushi
packs-door = Vifurushi
packs-none = Bado hakuna vifurushi
packs-none-text = Kifurushi ni jinsi unavyoinunua, na pengine kuiuza, nyingi kwa pamoja: katoni ya 24, bale ya 12. Stoki huendelea kuhesabiwa moja moja.
packs-holds = Ina
packs-holds-hint = Kiasi cha { $name } kilicho ndani ya kifurushi kimoja
packs-name-hint = Unavyokiita: katoni, bale, dazeni
packs-barcodes-hint = Iliyochapishwa kwenye kifurushi, si kwenye kilichomo. Mmoja kwa kila mstari.
packs-sell = Wateja wanaweza kukinunua pia
packs-sell-hint = Dukani, kwa bei yake yenyewe
packs-price-hint = Ya kifurushi kizima, pamoja na kodi
packs-new = Ongeza kifurushi
packs-edit = Badilisha kifurushi
packs-sold = Kinauzwa
packs-not-sold = Cha kununulia tu
packs-retired = Hakitumiki
packs-retire = Usikitumie tena
packs-retire-text = { $name } hakitanunuliwa wala kuuzwa tena, na misimbo pau yake inaweza kutumika kwingine. Vilivyonunuliwa na kuuzwa navyo vitabaki vilivyo.
parts-title = Sehemu za { $name }
parts-heading = Kilichomo
parts-door = Ifanye seti
parts-part = Sehemu
parts-in-one = Katika seti moja
parts-how-much = Kiasi cha { $name } katika seti moja
parts-add = Ongeza sehemu
parts-add-hint = Msimbo pau, SKU au jina lake kamili
parts-out-hint = Ukiacha wazi au ukiandika 0, sehemu inaondolewa.
parts-makes = Zinazoweza kutengenezwa sasa, { $location }
parts-cost = Gharama ya sehemu zake
parts-cost-unknown = Haijulikani: sehemu moja haina gharama
parts-none = Bado haina sehemu
parts-none-text = Hadi useme kilichomo, haiwezi kuuzwa.
parts-no-kit = Hii bado si seti
parts-no-kit-text = Seti huuzwa kama kitu kimoja na hutoka kwenye rafu kama sehemu zake: kikapu cha zawadi, seti ya shule. Ikipata sehemu ya kwanza, bidhaa hii huwa seti. Lazima isiwe na stoki yake yenyewe.
parts-plain = Irudishe iwe bidhaa ya kawaida
parts-plain-text = { $name } haitatenganishwa tena inapouzwa, na kilichomo kitasahauliwa. Kuanzia hapo itakuwa na stoki yake yenyewe.
variants-title = Aina za { $name }
variants-heading = Aina
variants-door = Tengeneza aina
variants-count = { $count ->
    [one] aina 1
   *[other] aina { $count }
 }
variants-none = Bado hakuna aina
variants-none-text = Saizi, rangi, ladha: kila moja na SKU, msimbo pau, bei na stoki yake.
variants-no-family = Bidhaa hii haina aina
variants-no-family-text = Ikipata aina ya kwanza huwa familia: yenyewe haiuzwi tena, aina zake ndizo huuzwa. Lazima isiwe na stoki yake yenyewe. Misimbo pau iliyo nayo inafaa kuwekwa kwenye aina zake.
variants-word = Aina
variants-word-of = Kinachotofautisha { $name }
variants-keep-words = Hifadhi maneno
variants-new = Ongeza aina
variants-lines = Moja kwa kila mstari
variants-lines-hint = Nyekundu / L, au kwa bei tofauti na { $price }: Nyekundu / L = 250
variants-make = Zitengeneze
variants-out = Toa moja
variants-out-text = Itaendelea kama bidhaa yenyewe, kwa jina lililo nalo.
variants-which = Ipi
variants-plain-text = { $name } inaweza kuuzwa yenyewe tena, na ina stoki yake.
scales-title = Misimbo pau ya mizani yako
settings-tab-scales = Mizani
scales-prefix = Unaoanza na { $prefix }
scales-nothing = Haitumiki
scales-weight = Uzito
scales-price = Bei
scales-how = Msimbo pau wa mizani unavyosomwa
scales-how-text = Mizani inayochapisha lebo hutengeneza msimbo pau kwa kila mfuko. Tarakimu zake mbili za kwanza, 20 hadi 29, husema una maana gani; chagua hapa yako inachapisha nini.
scales-example = 21 ni mwanzo wake, 00042 ni nambari ya bidhaa kwenye mizani, na 01250 ni kilo 1.250 au bei ya 12.50. Tarakimu ya mwisho hukagua nyingine.
scales-number-text = Ipe kila bidhaa nambari yake kwenye ukurasa wake.
scales-on-it = Kwenye mizani
scales-number = Nambari kwenye mizani
scales-number-hint = Hadi tarakimu tano, kama ilivyowekwa kwenye mizani, mfano 42
sheet-title = Vifurushi na seti kama faili
sheet-packs = Vifurushi
sheet-packs-text = Safuwima: sku, pack, holds, barcodes, sold (yes au no), price. Kifurushi chenye jina hilo hubadilishwa, kipya huongezwa. Faili yenye safu mbaya haibadilishi chochote.
sheet-parts = Sehemu za seti
sheet-parts-text = Safuwima: sku (ya seti), part (SKU ya kilichomo), quantity. Kiasi cha 0 huondoa sehemu. Faili yenye safu mbaya haibadilishi chochote.
sheet-file-hint = CSV ya UTF-8, hadi safu 2,000
done-pack-kept = { $name } kimehifadhiwa
done-pack-retired = { $name } hakitumiki tena
done-parts-kept = Kilichomo kwenye { $name } kimehifadhiwa
done-made-plain = { $name } ni bidhaa ya kawaida tena
done-variants-made = { $count ->
    [0] { $name } tayari ina aina hizi
    [one] { $name } imepata aina mpya 1
   *[other] { $name } imepata aina mpya { $count }
 }
done-variant-out = { $name } ni bidhaa yenyewe sasa
done-scales-kept = Misimbo pau ya mizani yako imehifadhiwa
done-sheet-in = Faili imeingia. Mpya: { $added }, zilizobadilika: { $changed }, zilivyokuwa: { $unchanged }.
done-sheet-tried = Imejaribiwa tu, hakuna kilichobadilishwa. Mpya: { $added }, zinazobadilika: { $changed }, zilivyo: { $unchanged }.
refused-is-kit = { $name } ni seti
refused-is-family = { $name } ni familia: aina zake ndizo huuzwa, si yenyewe
refused-is-variant = { $name } tayari ni aina ya familia
refused-is-part = { $name } ni sehemu ya seti { $kit }. Itoe huko kwanza.
refused-has-packs = { $name } ina vifurushi. Acha kuvitumia kwanza.
refused-has-stock = { $quantity } za { $name } ziko kwenye rafu. Ziuze, zihamishe au uzihesabu hadi 0 kwanza.
refused-has-shortfall = { $quantity } za { $name } ziliuzwa kabla hazijafika. Zipokee kwanza.
refused-kind-holds-none = Seti au familia haina stoki yake yenyewe. Hesabu sehemu au aina zake.
refused-kind-has-no-packs = { $name } haina stoki yake yenyewe, kwa hiyo haina vifurushi
refused-family-has-variants = { $name } bado ina aina. Zitoe kwanza.
refused-family-not-sold = { $name } ni familia na haiuzwi. Ipe nambari hiyo mojawapo ya aina zake.
refused-pack-name-needed = Andika kifurushi kinavyoitwa
refused-pack-name-taken = Bidhaa hii tayari ina kifurushi chenye jina hilo
refused-pack-holds-needed = Andika kiasi kilicho ndani ya kifurushi kimoja, mfano 24
refused-pack-price-needed = Andika bei ya kifurushi kimoja
refused-part-itself = { $name } haiwezi kuwa sehemu yake yenyewe
refused-part-kit = { $name } ni seti. Seti hutengenezwa kwa bidhaa za kawaida.
refused-part-family = { $name } ni familia. Chagua mojawapo ya aina zake.
refused-part-needed = Andika bidhaa iliyomo
refused-parts-many = Seti huwa na sehemu zisizozidi { $most }
refused-scale-code-form = Andika hadi tarakimu tano, mfano 42
refused-scale-code-taken = { $name } tayari ina nambari { $code } kwenye mizani
refused-scale-code-just-taken = Bidhaa nyingine imepewa nambari hii sasa hivi
refused-sheet-sku-unknown = Hakuna bidhaa yenye SKU { $sku }
refused-sheet-sku-several = Bidhaa kadhaa zina SKU { $sku } kwa herufi nyingine, kubwa au ndogo. Iandike jinsi ilivyo hasa kwenye bidhaa yako
refused-sheet-twice = Hiki tayari kipo kwenye mstari { $line }
refused-sheet-yes-no = Andika yes au no
refused-sheet-more = { $count ->
    [one] na safu 1 zaidi
   *[other] na safu { $count } zaidi
 }
refused-variants-needed = Andika angalau aina moja
refused-variants-many = Aina zisizozidi { $most } kwa mara moja
refused-variant-word-needed = Andika kinachotofautisha aina, mfano Nyekundu / L
refused-variant-word-long = { $word }… ni refu mno: tumia herufi zisizozidi 60
refused-variant-twice = { $word } ipo mara mbili
refused-variant-price = Bei ya { $word } si kiasi cha pesa. Iandike kama Nyekundu / L = 250
refused-variant-there = { $word } tayari ipo kwa bei nyingine. Badilisha bei yake kwenye ukurasa wake.
refused-variant-off-sale = { $word } tayari ipo, haiuzwi. Irudishe kwenye mauzo kwenye ukurasa wake.
refused-variant-name-long = Ukiongeza { $word }, jina linazidi herufi { $most }
