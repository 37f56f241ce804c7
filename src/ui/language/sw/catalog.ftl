# Bidhaa, makundi na kuingiza faili, katika ofisi.
product-title = Bidhaa
product-new = Ongeza bidhaa
product-import = Ingiza kutoka faili
product-count = { $count ->
    [one] bidhaa 1
   *[other] bidhaa { $count }
 }
product-search = Jina, SKU au msimbo pau
product-all-categories = Makundi yote
product-on-sale = Zinazouzwa
product-retired = Haziuzwi tena
product-out-of-stock = Imeisha
product-reserved = ({ $quantity } za oda)
product-none = Bado hakuna cha kuuza
product-none-text = Leta bidhaa zote kwa mara moja kutoka faili ya jedwali, au ongeza ya kwanza kwa mkono. Jina na bei vinatosha.
product-none-found = Hakuna bidhaa inayolingana
product-none-found-text = Jaribu maneno machache au mengine, au tazama makundi yote.
product-show-all = Onyesha bidhaa zote
product-none-retired = Hakuna bidhaa iliyoondolewa
product-none-retired-text = Bidhaa unayoiondoa kwenye mauzo hukaa hapa, pamoja na historia yake, hadi uirudishe.
product-what = Ni nini
product-name-hint = Kama wateja wanavyoijua, pamoja na ujazo: Unga wa mahindi, kilo 2
product-category = Kundi
product-no-category = Hakuna kundi
product-description = Maelezo
product-description-hint = Wateja husoma haya kwenye ukurasa wa bidhaa. Maandishi ya kawaida.
product-price-hint = Ya kipimo kimoja, pamoja na kodi
product-cost-hint = Unachonunulia kipimo kimoja, bila kodi unayorudishiwa
product-margin = Bila kodi, { $amount } juu ya gharama kwa kila kipimo: { $percent } ya bei
product-below-cost = Bila kodi, { $amount } chini ya gharama kwa kila kipimo: { $percent } ya bei
product-tax = Kodi
product-tax-standard = Kiwango cha kawaida
product-tax-zero = Kiwango cha sifuri
product-tax-exempt = Haitozwi kodi
product-stock-hint = Iliyohesabiwa { $location }. Ibadilishe tu baada ya kuhesabu.
product-unit = Kipimo
product-step = Huuzwa kwa hatua za
product-step-hint = 1 kwa vipande; 0.25 huuza robo kilo. Ukiacha wazi, tutachagua.
product-found-by = Inavyopatikana
product-barcodes = Misimbo pau
product-barcodes-hint = Mmoja kwa kila mstari
product-sku = SKU
product-sku-hint = Msimbo wako mwenyewe. Ukiacha wazi, tutaunda.
product-search-words = Maneno mengine yanayoipata
product-search-words-hint = Wateja wanavyoiita: unga ugali
product-slug = Anwani
product-slug-hint = Mwisho wa anwani yake ya wavuti. Ukiacha wazi, tutaiunda kutokana na jina.
product-photo = Picha
product-photo-file = Chagua picha
product-photo-hint = JPEG, PNG au WebP, hadi MB 20. Tunaipunguza ili ifunguke haraka.
product-photo-keep = Tumia picha hii
product-prices = Bei hadi sasa
product-price-from = Kuanzia
product-price-by = Aliyeiweka
product-retire = Iondoe kwenye mauzo
product-retire-text = { $name } haitaonyeshwa wala kuuzwa tena. Oda zilizo nayo zitabaki zilivyo, na unaweza kuirudisha.
product-is-retired = Bidhaa hii haiuzwi tena
product-is-retired-text = Wateja hawaioni.
product-bring-back = Irudishe kwenye mauzo
category-title = Makundi
category-new = Ongeza kundi
category-edit = Badilisha kundi
category-none = Bado hakuna makundi
category-none-text = Makundi ni kama rafu za duka lako mtandaoni: mboga, unga, vinywaji.
category-closed = Limefungwa
category-close = Funga kundi
category-close-text = { $name } halitaonyeshwa tena. Bidhaa zake zitaendelea kuuzwa bila kundi.
category-open = Fungua kundi tena
category-picture = Mchoro
category-picture-by-name = Unaolingana na jina
category-position = Nafasi katika orodha
category-position-hint = Nambari ndogo hutangulia. Ukiacha wazi, litakuwa la mwisho.
picture-grain = Nafaka
picture-beans = Maharagwe
picture-leaf = Jani
picture-root = Mzizi
picture-fruit = Tunda
picture-milk = Maziwa
picture-meat = Nyama
picture-fish = Samaki
picture-egg = Yai
picture-oil = Mafuta
picture-salt = Chumvi
picture-bread = Mkate
picture-drop = Tone
picture-bag = Mfuko
import-file = Faili
import-file-hint = CSV ya UTF-8, hadi safu 50,000. Programu ya jedwali huihifadhi kwa “Save as”.
import-dry-run = Ijaribu tu
import-dry-run-hint = Huonyesha kitakachobadilika, bila kubadilisha kitu.
import-start = Soma faili
import-columns = Faili inavyoonekana
import-columns-text = Safu ya kwanza hutaja safuwima, kwa mpangilio wowote. SKU uliyonayo hubadilishwa; mpya huongezwa. Faili yenye safu mbaya haibadilishi chochote.
import-sample = Pakua mfano
import-column = Safuwima
import-meaning = Cha kuandika
import-needed = lazima
import-column-sku = Msimbo wako; kila mmoja mara moja tu
import-column-barcode = Msimbo pau mmoja, au kadhaa ukitenganisha kwa nafasi
import-column-name = Kama wateja wanavyoijua
import-column-category = Jina lake; likiwa jipya litaundwa
import-column-unit = piece, kg, g, litre, ml, bunch, head, packet, bottle, crate au bag
import-column-quantity-step = Huuzwa kwa hatua za hiki, mfano 1 au 0.25
import-column-price = Ya kipimo kimoja, pamoja na kodi, mfano 236.00
import-column-cost = Unachonunulia kipimo kimoja, bila kodi unayorudishiwa; inahitajika stoki inapoingia, 0 kama haikugharimu chochote
import-column-tax-class = standard, zero au exempt
import-column-stock = Ulichohesabu; ukiacha wazi stoki hubaki ilivyo
import-column-search-words = Maneno mengine yanayoipata
import-column-description = Maandishi ya ukurasa wa bidhaa
import-column-slug = Mwisho wa anwani yake; ukiacha wazi tutaiunda
import-done = Faili imeingia
import-tried = Hivi ndivyo itakavyokuwa. Hakuna kilichobadilishwa.
import-refused = { $count ->
    [one] Safu 1 inahitaji kutazamwa tena
   *[other] Safu { $count } zinahitaji kutazamwa tena
 }
import-refused-text = Hakuna kilichobadilishwa. Rekebisha safu hizi katika faili yako, kisha uitume tena.
import-rows = { $count ->
    [one] Safu 1 imesomwa
   *[other] Safu { $count } zimesomwa
 }
import-added = { $count ->
    [one] Bidhaa mpya 1
   *[other] Bidhaa mpya { $count }
 }
import-changed = { $count ->
    [one] 1 imebadilika
   *[other] { $count } zimebadilika
 }
import-unchanged = { $count ->
    [one] 1 ilivyokuwa
   *[other] { $count } zilivyokuwa
 }
import-more-bad = { $count ->
    [one] na safu 1 zaidi
   *[other] na safu { $count } zaidi
 }
import-line = Mstari
import-reason = Cha kurekebisha
refused-sku-taken = Bidhaa nyingine ina SKU hii, inauzwa au la. Chagua nyingine.
refused-product-slug-taken = Anwani hii imeshatumika. Chagua nyingine, au iache wazi.
refused-product-slug-form = Tumia herufi ndogo, tarakimu na kistari kimoja kimoja, mfano { $example }
refused-unit-unknown = Andika mojawapo ya vipimo hivi: { $units }
refused-unit-has-stock = Stoki iliyopo ilihesabiwa kwa kipimo kingine, na haibadilishiki. Kwanza fanya stoki iwe sifuri, au tengeneza bidhaa mpya.
refused-unit-purchase = Oda ya ununuzi { $number } imeiagiza kwa kipimo chake cha sasa. Ipokee, ifunge, au uiondoe kwenye oda kwanza.
refused-unit-transfer = Uhamisho { $number } unaihamisha kwa kipimo chake cha sasa. Iache ifike au ughairi kwanza.
refused-unit-count = Hesabu ya stoki { $number } imeihesabu kwa kipimo chake cha sasa. Ifunge kwanza.
refused-unit-order = Oda { $number } imeiahidi kwa kipimo chake cha sasa. Ikabidhi au ighairi kwanza.
refused-unit-kit = Ni sehemu ya { $name }, kwa kipimo chake cha sasa. Iondoe kwenye seti hiyo kwanza.
refused-unit-supplier = { $name } haiuzi chini ya kiasi fulani, kwa kipimo chake cha sasa. Futa kiasi hicho kwenye ukurasa wa msambazaji kwanza.
refused-unit-cart = Iko kwenye kikapu cha mteja kwa kipimo chake cha sasa. Subiri hadi kusiwe na kikapu cha siku { $days } zilizopita chenye bidhaa hii, au tengeneza bidhaa mpya.
refused-product-step = Andika hatua zaidi ya 0 na hadi 1000, mfano 1 au 0.25
refused-tax-class = Andika mojawapo ya hizi: { $codes }
refused-tax-class-gone = Duka halina kodi hii. Chagua nyingine.
refused-category-gone = Kundi hili halipo tena. Chagua lingine.
refused-category-name-taken = Tayari kuna kundi lenye jina hili
refused-category-position = Andika nambari kamili, mfano 10
refused-barcode-form = { $barcode } si msimbo pau: tumia herufi, tarakimu, nukta, vistari au mikwaju 4 hadi 40
refused-barcodes-many = Bidhaa huwa na misimbo pau isiyozidi { $most }
refused-barcode-taken = { $name } tayari ina msimbo pau { $barcode }
refused-barcode-just-taken = Bidhaa nyingine imepewa mmoja wa misimbo pau hii sasa hivi
refused-barcode-double = Bidhaa nyingine ina msimbo pau { $barcode }, hapa au ndani ya faili
refused-no-location = Duka halina mahali pa kuweka bidhaa. Ongeza moja kwenye mipangilio.
refused-stock-too-dear = Thamani ya stoki hii ni kubwa mno kuhesabiwa. Tazama kiasi na gharama yake.
refused-stock-cost-needed = Andika unachonunulia kipimo kimoja, ili stoki iwe na thamani; 0 kama haikugharimu chochote
refused-import-missing = Chagua faili
refused-import-other = Fomu hii imeshatuma faili lingine. Chagua lako hapa, kisha ulitume tena.
refused-import-not-utf8 = Faili si ya UTF-8. Ihifadhi kama “CSV UTF-8”, kisha uitume tena.
refused-import-not-csv = Faili haisomeki kama CSV. Ihifadhi kama CSV, kisha uitume tena.
refused-import-empty = Faili haina safu chini ya kichwa chake
refused-import-rows = Faili ina zaidi ya safu { $most }. Itume kwa vipande.
refused-import-cells = Safu hii ina seli { $cells }, kichwa kina { $columns }. Weka maandishi yenye koma ndani ya alama za nukuu.
refused-import-quote = Alama ya nukuu inayofunguliwa kwenye mstari { $line } haijafungwa. Ifunge au uiondoe, kisha utume faili tena.
refused-import-column-unknown = Hakuna safuwima “{ $column }”. Tazama majina kwenye ukurasa huu.
refused-import-column-twice = Safuwima { $column } ipo mara mbili
refused-import-column-missing = Safuwima { $column } haipo
refused-import-sku-twice = SKU hii tayari ipo kwenye mstari { $line }
refused-photo-missing = Chagua picha
refused-photo-kind = Hii si picha tunayoweza kuisoma. Chagua JPEG, PNG au WebP.
refused-photo-too-large = Faili ni kubwa kuliko MB { $most }. Chagua ndogo zaidi.
refused-photo-too-many-pixels = Picha ina zaidi ya pikseli milioni { $most }. Chagua ndogo zaidi.
refused-upload-broken = Faili haikufika nzima. Itume tena.
done-product-kept = { $name } imehifadhiwa
done-product-retired = { $name } haiuzwi tena
done-product-back = { $name } inauzwa tena
done-category-kept = { $name } limehifadhiwa
done-category-retired = { $name } limefungwa
done-category-back = { $name } limefunguliwa tena
done-photo-kept = { $name } imepata picha yake
refused-product-name-needed = Andika jina la bidhaa
refused-product-price-needed = Andika bei yake
refused-sku-needed = Andika SKU yake
product-export-all = Pakua zote kama faili
product-export-shown = Pakua orodha hii kama faili
product-price-until = hadi { $until }
import-own-list = Anza na orodha yako mwenyewe
import-own-list-text = Ina bidhaa zote unazouza, kwa safuwima hizi. Badilisha unachotaka kisha uitume tena; usichogusa kitabaki kilivyo.
import-recent = Faili ulizotuma
import-by = Aliyetuma
import-rows-heading = Safu
import-state-waiting = Inakaguliwa
import-state-writing = Inaingizwa
import-state-done = Imeingia
import-state-tried = Imejaribiwa tu
import-state-refused = Haikupokelewa
import-state-stopped = Imesimama njiani
import-checking = { $count ->
    [one] Tunaangalia safu 1
   *[other] Tunaangalia safu { $count }
 }
import-progress = Safu { $done } kati ya { $rows } zimeingia
import-may-leave = Unaweza kuondoka kwenye ukurasa huu: kazi inaendelea, na utaipata tena chini ya “Ingiza kutoka faili”.
import-look-again = Angalia tena
import-stopped = Faili imeingia hadi safu fulani tu
import-stopped-text = Safu { $done } kati ya { $rows } zimeingia. Kisha duka likawa limebadilika, na safu iliyo hapa chini haikufaa tena. Irekebishe kisha utume faili tena: zilizoingia zitabaki zilivyo.
import-do-it = Iingize sasa
import-bad-file = Pakua safu hizi pamoja na sababu
refused-import-workbook = Hii ni faili ya programu ya jedwali. Ihifadhi kama “CSV UTF-8”, kisha utume hiyo.
refused-import-blank = Faili ni tupu
refused-import-columns-many = Kichwa kina safuwima { $columns }, na za kujaza ni { $most } tu. Angalia kama umechagua faili sahihi.
refused-import-no-heading = Safu ya kwanza lazima itaje safuwima, kama { $columns }. Ongeza safu hiyo juu ya bidhaa zako.
refused-photo-shape = Picha ni ukanda mrefu mno kuliko upana wake. Chagua picha ya bidhaa.
refused-batch-number = Nambari ya bechi ina herufi 1 hadi 60.
refused-batch-expired = Tarehe hiyo imepita: { $date }. Bidhaa zilizokwisha muda hazipokelewi.
refused-batch-other-expiry = Bechi { $number } ipo na tarehe nyingine: { $date }. Irekebishe kwenye ukurasa wa kuisha muda, au ipe shehena hii nambari yake.
refused-nothing-to-value = Hakuna kiasi chochote mahali hapa, kwa hivyo hakuna cha kuthamini.
refused-goods-expired = { $name }: ni { $left } tu ya ilivyoahidiwa oda hii ambayo muda wake haujaisha. Ondoa iliyobaki kwenye oda, au pokea bidhaa mpya; kisha futa fungu lililoisha muda kwenye hesabu.
refused-goods-expired-ask = { $name }: ni { $left } tu ya ilivyoahidiwa oda hii ambayo muda wake haujaisha. Ondoa iliyobaki kwenye oda, au pokea bidhaa mpya; kisha futa fungu lililoisha muda kwenye hesabu. Au ikabidhi kama ilivyo: weka alama hapa chini kuwa mteja anajua.
