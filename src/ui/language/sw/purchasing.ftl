# Wasambazaji, wanachotuuzia, na oda kwao.
suppliers-title = Wasambazaji
suppliers-new = Ongeza msambazaji
suppliers-edit = Badilisha msambazaji
suppliers-search = Jina, mhusika au simu
suppliers-active = Unaonunua kwao
suppliers-retired = Hununui kwao tena
suppliers-count = { $count ->
    [one] msambazaji 1
   *[other] wasambazaji { $count }
}
suppliers-days = { $count ->
    [one] siku 1
   *[other] siku { $count }
}
suppliers-days-word = siku
suppliers-none = Bado hakuna wasambazaji
suppliers-none-text = Ongeza unaonunua kwao, kwa mkono au kutoka faili ya jedwali. Kisha utaweza kuagiza, kupokea bidhaa na kuandika bili zao.
suppliers-none-found = Hakuna msambazaji anayelingana
suppliers-none-found-text = Jaribu sehemu ya jina, mhusika, au tarakimu nne za nambari ya simu.
suppliers-none-retired = Hakuna msambazaji aliyeondolewa
suppliers-none-retired-text = Msambazaji usiyenunua kwake tena hukaa hapa, pamoja na hati zote, hadi umrudishe.
suppliers-show-all = Onyesha wasambazaji wote
suppliers-open-orders = Oda zilizo wazi
suppliers-contact = Mhusika
suppliers-contact-hint = Wa kuulizia
suppliers-address = Anwani
suppliers-lead = Muda wa kuleta
suppliers-lead-hint = Tangu uagize hadi bidhaa zifike
suppliers-terms = Muda wa kulipa
suppliers-terms-hint = Tangu bili hadi siku ya kulipa
suppliers-note = Maelezo yetu wenyewe
suppliers-note-hint = Msambazaji hayaoni.
suppliers-statement = Taarifa ya akaunti
suppliers-is-retired = Hununui kwa msambazaji huyu tena
suppliers-retire = Usinunue hapa tena
suppliers-retire-text = Hakuna kipya kitakachoagizwa kwa { $name }. Hati zitabaki, na bidhaa zilizoagizwa bado zinaweza kuja. Unaweza kutengua hili.
suppliers-bring-back = Nunua kwa msambazaji huyu tena
suppliers-orders = Oda za karibuni
suppliers-all-orders = Oda zote
suppliers-no-orders = Bado hakuna kilichoagizwa hapa.
suppliers-prices = Bidhaa na bei
suppliers-no-prices = Bado hakuna bidhaa
suppliers-no-prices-text = Andika msambazaji huyu anachokuuzia na kwa bei gani. Oda zitajaza bei zenyewe, na kila oda unayotuma huzisasisha.
suppliers-price-new = Ongeza bidhaa
suppliers-price-edit = Badilisha bei
suppliers-price-drop = Hatuuziwi tena
suppliers-sku = Msimbo wa msambazaji
suppliers-pack = Kifurushi
suppliers-pack-hint = Kifurushi kilicho kwenye ukurasa wa bidhaa, mfano katoni. Ukiacha wazi: kwa kipimo cha bidhaa.
suppliers-cost = Gharama ya kifurushi kimoja
suppliers-cost-hint = Bila kodi
suppliers-preferred = Aulizwe kwanza
suppliers-preferred-hint = Oda zinazopendekezwa huenda kwa msambazaji huyu kabla ya wengine wanaoiuza.
suppliers-asked-first = Huulizwa kwanza
suppliers-files = Faili za kuingiza na kutoa
suppliers-files-suppliers = Safu moja kwa kila msambazaji. Jina ulilonalo hubadilishwa, jipya huongezwa.
suppliers-files-prices = Safu moja kwa kila msambazaji na bidhaa: jina la msambazaji, SKU yako, kifurushi (wazi: kwa kipimo), gharama ya kifurushi kimoja bila kodi, na ndiyo pale msambazaji huyu anapoulizwa kwanza.
suppliers-files-hint = CSV ya UTF-8, hadi safu 10,000. Faili yenye safu mbaya haibadilishi chochote.
suppliers-files-refused = Hakuna kilichobadilishwa. Rekebisha haya katika faili yako, kisha uitume tena.
suppliers-files-line = Mstari { $line }: { $why }
suppliers-files-cell = Mstari { $line }, { $column }: { $why }
done-supplier-kept = { $name } amehifadhiwa
done-supplier-retired = Hakuna kinachonunuliwa kwa { $name } tena
done-supplier-back = { $name } amerudi
done-supplier-price = Bei ya { $name } imehifadhiwa
done-supplier-price-gone = { $name } imeondolewa kwenye orodha ya msambazaji huyu
done-files-in = Faili imeingia: mpya { $added }, zilizobadilika { $changed }, zilivyokuwa { $unchanged }
done-files-tried = Imejaribiwa tu, hakuna kilichobadilishwa. Ingekuwa: mpya { $added }, zinazobadilika { $changed }, zilivyo { $unchanged }
refused-supplier-name-taken = Tayari una msambazaji anayeitwa { $name }. Mpe huyu jina lingine.
refused-supplier-email = Andika anwani ya barua pepe, mfano orders@example.com
refused-supplier-days = Andika idadi ya siku, kuanzia 0 hadi 365
refused-files-more = { $count ->
    [one] Na safu 1 zaidi
   *[other] Na safu { $count } zaidi
}
refused-files-twice = Hii tayari ipo kwenye mstari { $line }
refused-files-preferred-twice = Mstari { $line } tayari unasema nani anaulizwa kwanza kwa bidhaa hii
refused-files-supplier = Hakuna msambazaji anayeitwa “{ $name }”. Mwongeze kwanza.
refused-files-sku = Hakuna bidhaa yenye SKU “{ $sku }”
refused-files-yes-no = Andika ndiyo au hapana

# Oda kwa wasambazaji.
po-title = Oda za ununuzi
po-new = Oda mpya
po-order = Oda
po-number = Oda { $number }
po-title-of = Oda ya ununuzi { $number }
po-tabs = Oda kulingana na zilipofika
po-search = Nambari au msambazaji
po-show-all = Onyesha oda zote
po-none = Bado hakuna kilichoagizwa
po-none-text = Andika oda kwa msambazaji, au anza na kinachoelekea kuisha. Bidhaa zikifika, zipokee hapa.
po-none-found = Hakuna oda hapa
po-none-found-text = Tazama hali nyingine, au oda zote.
po-supplier = Msambazaji
po-choose-supplier = Chagua msambazaji
po-deliver-to = Ziletwe
po-expected = Kufikia
po-made = Iliandikwa
po-made-at = Iliandikwa: { $moment }
po-sent-at = Ilitumwa: { $moment }
po-made-by = Aliyeandika
po-ended = Iliisha
po-late = Imechelewa
po-lines = Mistari
po-packs = Ngapi
po-pack-of = { $pack } ya { $holds }
po-packs-are = { $packs } × { $pack } ya { $holds } = { $quantity }
po-what-hint = SKU, msimbo pau au jina
po-lines-hint = Futa idadi ili kuondoa mstari. Ukiacha wazi, kifurushi na gharama ni za orodha ya msambazaji huyu. Mistari mingine wazi huja ukihifadhi.
po-ordered = Zilizoagizwa
po-came = Zilizofika
po-total = Jumla bila kodi
po-note = Maneno kwa msambazaji
po-note-hint = Huchapishwa kwenye oda na kuonyeshwa kwa kiungo chake.
po-save = Hifadhi rasimu
po-send = Hifadhi na utume
po-print = Chapisha
po-receive = Pokea bidhaa
po-close = Zilizobaki hazitakuja
po-close-text = Zilizofika zinabaki zimepokewa. Zilizokosekana hazisubiriwi tena.
po-cancel = Ghairi oda
po-cancel-text = Hakuna kitakachokuja. Kama msambazaji tayari anayo, mwambie pia.
po-link = Kiungo cha msambazaji
po-link-none = Kiungo huonyesha oda hii tu, kwa yeyote aliye nacho, bila kuingia.
po-link-there = Kuna kiungo. Kilionyeshwa mara moja na hakiwezi kuonyeshwa tena; kipya hukibadili.
po-link-make = Tengeneza kiungo
po-link-renew = Tengeneza kiungo kipya
po-link-withdraw = Ondoa kiungo
po-link-made = Kiungo kiko tayari
po-link-made-text = Kitume sasa: hakitaonyeshwa tena. Yeyote aliye nacho anaona oda hii.
po-link-message = { $name } inaagiza kwako, oda { $number }: { $link }
po-link-subject = Oda { $number } kutoka { $name }
po-how-to-print = Kwa A4. Menyu ya kivinjari huichapisha, au huihifadhi kama PDF.
po-to = Kwa
po-by = Kufikia { $day }
po-paper-draft = RASIMU: bado haijaagizwa
po-paper-cancelled = IMEGHAIRIWA: tafadhali usilete
po-paper-closed = IMEFUNGWA: ambazo hazijafika hazihitajiki tena
po-state-draft = Rasimu
po-state-sent = Imetumwa
po-state-part-received = Imefika kwa sehemu
po-state-received = Imefika
po-state-closed = Imefungwa
po-state-cancelled = Imeghairiwa
done-po-kept = Oda { $number } imehifadhiwa kama rasimu
done-po-sent = Oda { $number } imetumwa. Mpe msambazaji: kwa kiungo au kwa karatasi.
done-po-closed = Oda { $number } imefungwa
done-po-cancelled = Oda { $number } imeghairiwa
done-po-link-withdrawn = Kiungo kimeondolewa. Aliye nacho haoni kitu tena.
refused-po-no-shelf = { $name } yenyewe haikai kwenye rafu. Agiza sehemu zake au aina zake.
refused-po-pack = { $name } haina kifurushi kinachoitwa “{ $pack }”. Ina: { $packs }
refused-po-pack-none = { $name } haina vifurushi. Acha kifurushi wazi, au kiongeze kwanza kwenye ukurasa wa bidhaa.
refused-po-whole = { $name } huhesabiwa: hii haifiki idadi kamili
refused-po-twice = { $name } tayari ipo kwenye oda hii
refused-po-nothing = Andika angalau bidhaa moja na idadi yake
refused-po-lines = Oda huwa na mistari isiyozidi { $most }
refused-po-cost-needed = Andika gharama ya kifurushi kimoja cha { $name }: bado haijulikani
refused-po-supplier = Chagua unanunua kwa nani
refused-po-supplier-retired = Hununui kwa { $name } tena. Mrudishe msambazaji kwanza.
refused-po-sent-already = Oda hii ilishatumwa na haiwezi kubadilishwa tena
refused-po-draft = Tuma oda kwanza
refused-po-ended = Oda hii imefika mwisho
refused-po-came = Sehemu yake imeshafika. Ifunge oda badala yake.
refused-po-not-part = Oda inayoweza kufungwa ni ile tu iliyofika kwa sehemu

# Cha kuagiza sasa.
suggest-title = Oda inayopendekezwa
suggest-text = Vilivyofika kiwango cha kuagiza, au vitakavyoisha kabla bidhaa mpya kufika: huhesabiwa kwa mauzo ya wiki nne zilizopita na muda wa kuleta wa kila msambazaji. Badilisha idadi upendavyo.
suggest-show = Onyesha
suggest-none = Hakuna kinachoelekea kuisha
suggest-none-text = Zipe bidhaa kiwango cha kuagiza, au endelea tu kuuza: kinachouzwa hufuatiliwa chenyewe.
suggest-more = Elfu moja za kwanza tu zinaonyeshwa. Agiza hizi, na zinazofuata zitakuja.
suggest-nobody = Msambazaji hajulikani
suggest-why = Kwa nini
suggest-order = Tengeneza rasimu
suggest-low = Imefika kiwango cha kuagiza cha { $quantity }
suggest-runs-out = { $count ->
    [one] Itaisha kabla bidhaa kufika (siku 1)
   *[other] Itaisha kabla bidhaa kufika (siku { $count })
}
suggest-on-hand = { $quantity } zipo
suggest-reserved = { $quantity } zimeahidiwa
suggest-short = { $quantity } zimeuzwa zaidi ya hizo
suggest-a-week = { $quantity } huuzwa kwa wiki
suggest-on-order = { $quantity } zimeagizwa
suggest-drafted = { $quantity } ziko kwenye rasimu
