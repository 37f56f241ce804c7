# Tills: vifaa vya kuuzia, jinsi kifaa kinavyosajiliwa, na PIN.
tills-title = Vifaa vya kuuzia
tills-empty = Bado hakuna kifaa cha kuuzia
tills-empty-text = Kifaa cha kuuzia ni simu, tableti au kompyuta unayoiruhusu kuuza katika tawi lako moja. Ongeza cha kwanza hapa chini.
tills-series = Nambari
tills-place = Tawi
tills-turn = Aliyeingia
tills-nobody = Hakuna
tills-this = (kifaa hiki)
tills-seen = Kilionekana mwisho
tills-never-seen = Bado
tills-unsynced = Mauzo yasiyotumwa
tills-ended = Vifaa vilivyositishwa
till-working = Kinafanya kazi
till-locked = Kimefungwa
till-revoked = Kimesitishwa

till-add = Ongeza kifaa cha kuuzia
till-add-text = Kipe jina na tawi. Wahudumu wataingia hapo kwa PIN.
till-name = Jina la kifaa
till-name-hint = Mfano Kaunta ya mbele, au Tableti ya bluu.
till-place-hint = Kinachouzwa kinatoka kwenye stoki ya hapo.
till-here = Tumia kifaa hiki kuuzia
till-other = Tengeneza msimbo wa kifaa kingine
till-other-text = Au tengeneza msimbo na uuandike kwenye kifaa kingine. Unafanya kazi mara moja, kwa dakika { $count }.
till-code-made = Msimbo uko tayari
till-code-text = Kwenye kifaa kingine, fungua { $address } na uandike msimbo huu ndani ya dakika { $count }. Unaonyeshwa mara moja tu.
till-open = Fungua ukurasa wa kuuzia

till-enrolled = Kiliongezwa
till-enrolled-by = { $at }, na { $name }
till-ended-at = Kilisitishwa
till-locked-title = Kifaa hiki kimefungwa
till-locked-text = PIN nyingi zisizo sahihi ziliandikwa. Uliza ni nani aliyejaribu, kisha ukifungue.
till-unlock = Fungua
till-revoke = Sitisha kifaa hiki
till-revoke-ask = { $name } hakitaweza kuuza tena, kuanzia sasa. Kilichouza kinabaki kwenye vitabu.
till-revoke-unsynced = { $count ->
    [one] Uuzaji mmoja uliomo bado haujatumwa na utapotea. Kiunganishe na mtandao kwanza.
   *[other] Mauzo { $count } yaliyomo bado hayajatumwa na yatapotea. Kiunganishe na mtandao kwanza.
 }
till-revoke-lost = Kimepotea au kimeharibika: ambayo hakijatuma yaachwe
till-revoke-name = Sitisha { $name }
refused-till-unsynced = Bado hakijatuma yote ({ $count }). Kiunganishe na mtandao kitume; au sema hapa chini kwamba kimepotea au kimeharibika.

till-new-title = Fanya kifaa hiki kiwe cha kuuzia
till-new-text = Mwombe mwenye duka au meneja msimbo. Wanautengeneza kwenye Vifaa vya kuuzia.
till-ended-title = Kifaa hiki si cha kuuzia tena
till-ended-text = Mwenye duka au meneja alikisitisha. Ili kuuza hapa tena, omba msimbo mpya.
till-code = Msimbo
till-code-hint = Herufi 8, mfano ABCD-EFGH.
till-enrol = Kifanye cha kuuzia
till-secure = Kinachouza ni kivinjari hiki kwenye kifaa hiki. Kwa kivinjari kingine, omba msimbo mwingine.

pin-title = PIN yako
pin-own-text = Unaingia nayo kwenye vifaa vya kuuzia vya duka hili.
pin-no-password = PIN si nenosiri: inafungua vifaa vya kuuzia tu, na vifaa hivyo huhifadhi alama yake. Usitumie PIN ya simu, kadi au M-Pesa yako.
pin-set-at = Iliwekwa { $at }.
pin-none = Bado hana PIN.
pin-new = PIN mpya
pin-hint = Tarakimu 4 hadi 8. Si 1234, wala 0000.
pin-again = PIN ile ile tena
pin-for = PIN ya kuuzia
pin-for-text = Mwambie PIN wewe mwenyewe. Anaweza kuibadilisha chini ya Akaunti yake.
pin-set = Weka PIN
account-pin = PIN yako ya { $name }

refused-pin-figures = Tumia tarakimu { $least } hadi { $most }
refused-pin-trivial = Kila mtu hujaribu PIN hiyo kwanza. Chagua nyingine.
refused-pin-differs = Hii si PIN ile ile. Iandike tena.
refused-pin-wrong = { $left ->
    [one] PIN si sahihi. Umebakiwa na jaribio moja.
   *[other] PIN si sahihi. Umebakiwa na majaribio { $left }.
 }
refused-pin-locked = PIN nyingi zisizo sahihi. Jaribu tena saa { $until }.
refused-till-locked = PIN nyingi zisizo sahihi: kifaa hiki kimefungwa. Mwenye duka au meneja anaweza kukifungua kwenye Vifaa vya kuuzia.
refused-no-pin = Mtu huyu hana PIN.
refused-till-code = Msimbo huu si sahihi, au muda wake umeisha. Uhakiki, au omba mpya.
refused-till-place = Tawi hili limefungwa. Chagua lingine.
refused-till-elsewhere = Kifaa hiki kiliongezwa kwenye kifaa kingine. Anza tena.
refused-till-revoked = Kifaa hiki si cha kuuzia tena. Mwombe mwenye duka au meneja msimbo mpya.

done-till-enrolled = Kifaa hiki sasa ni cha kuuzia.
done-till-renamed = Kifaa sasa kinaitwa { $name }.
done-till-revoked = { $name } si kifaa cha kuuzia tena.
done-till-unlocked = { $name } kinapokea PIN tena.
done-pin-set = PIN yako imewekwa.
done-pin-reset = PIN ya { $name } imewekwa.

# Yaliyotokea kwenye kifaa cha kuuzia ambayo meneja anapaswa kuyaangalia.
sales-void = Batili { $number }
sales-is-void = Imebatilishwa na { $number }
sales-void-why = Kwa nini: { $why }
flags-title = Ya kuangalia
flags-empty = Hakuna la kuangalia
flags-empty-text = Kinachouzwa bila mtandao huhifadhiwa daima. Kama bei, bidhaa au mtu alibadilika wakati huo, huonekana hapa.
flags-open = Bado
flags-all = Yote
flag-open = Bado
flag-resolved = Limeangaliwa
flag-resolved-by = { $at }, na { $name }
flag-sale = Hati { $number }
flag-note = Ulichokuta
flag-resolve = Nimeliangalia
flag-missing-title = { $amount } zimepungua: sema ziliishaje
flag-missing-text = Vocha haikuwa nazo, na bado hakuna aliyezilipa. Sema ukishajua.
flag-missing-how = Ziliishaje
flag-missing-write-off = Hakuna atakayelipa: zifute
flag-missing-button = Ziandike kwenye vitabu
flag-missing-paid = Mteja alilipa { $amount }: { $tender }.
flag-missing-written-off = { $amount } zilifutwa.
flag-missing-back = Bidhaa zilirudi: { $amount } hazijafutwa tena.

flag-clock = Saa ya kifaa ilikosea, au imechelewa kufika
flag-month = Vitabu vya mwezi wake vimefungwa
flag-place = Tawi limefungwa
flag-member = Mhudumu ameondolewa
flag-power = Mhudumu haruhusiwi kufanya hivi
flag-customer = Mteja ameondolewa, au hajulikani
flag-goods = Bidhaa ilibadilika wakati huo
flag-price = Imeuzwa chini ya bei
flag-discount = Punguzo ni kubwa kuliko keshia anavyoruhusiwa
flag-below-cost = Imeuzwa chini ya gharama
flag-stock = Kimeuzwa zaidi ya kilichokuwepo
flag-expired = Bidhaa zilizoisha muda zimeuzwa
flag-credit = Zaidi ya kikomo cha mteja
flag-receipt = Malipo yamerekodiwa awali, hayana msimbo, au vocha yake haitoshi
flag-voucher = Vocha iliuzwa ikiwa na siku ya mwisho tofauti na ya vocha za hapa
flag-total = Kiasi ni tofauti na cha hapa
flag-number = Nambari za kifaa zina pengo, au moja imekuja mara mbili
flag-shift = Zamu haijulikani, nyingine ilikuwa wazi, au ilikuwa imeshafungwa
flag-till = Imetumwa na kifaa kingine
flag-quick-item = Bidhaa ya haraka iliuzwa
flag-tips = Bakshishi zilizolipwa ni nyingi kuliko zinazodaiwa
flag-refused = Haikurekodiwa

flag-no-power = Cheo chake hakiruhusu hili.
flag-approved = Kifaa kinasema { $name } aliruhusu kwa PIN yake.
flag-clock-ahead = Kifaa kinasema { $date }. Imerekodiwa kama ya sasa.
flag-clock-behind = Kifaa kinasema { $date }, na kimetuma sasa tu.
flag-number-used = Nambari { $number } ilikuwa kwenye hati nyingine. Hii ina nambari yake.
flag-number-missing = { $count ->
    [one] Nambari moja kabla yake haipo.
   *[other] Nambari { $count } kabla yake hazipo.
 }
flag-no-shift = Imerekodiwa nje ya zamu yoyote, na pesa zake hazimo kwenye droo.
flag-shift-beside = Zamu yake { $number } ilikuwa wazi kwenye kifaa hiki hii ilipoanza. Zote mbili zimehifadhiwa: funga kila moja kwa kiasi kilichohesabiwa.
flag-shift-counted = Zamu { $number } ilikuwa imeshafungwa kwa { $before } mhudumu alipoifunga kwenye kifaa kwa { $amount }. Hesabu ya kwanza inabaki. Tafuta ipi ni sahihi.
flag-handed = Kiasi kilichotolewa na mteja hakijaandikwa: hakiwezekani. Labda msimbo pau uliskaniwa hapo.
flag-voucher-cash = { $amount } haziwezi kurudi kwenye vocha iliyozilipa: vitabu vinasema zilirudishwa kwa pesa taslimu. Hakikisha mteja amezipata.
flag-voucher-last-day = Karatasi yake inasema inatumika hadi { $date }. Hiyo iliahidiwa, na ndiyo inayohesabiwa.
flag-voucher-for-ever = Karatasi yake haina siku ya mwisho. Hiyo iliahidiwa, na ndiyo inayohesabiwa.
flag-voucher-back = { $amount } zilirudishwa kwenye kifaa kwa vocha hii; ilibaki { $left }, na hiyo tu imerudishwa hapa. Tafuta nani ana zilizobaki.
flag-place-closed = Tawi lilifungwa kabla hii haijafika.
flag-customer-gone = { $name } si mteja tena.
flag-customer-unknown = Inamtaja mteja ambaye vitabu havikuweza kumwandika. Imerekodiwa bila yeye.
flag-customer-made = Mteja anayedaiwa hakuwa ameandikwa. Sasa anaitwa { $name } kwenye orodha ya wateja, bila nambari ya simu.
flag-customer-no-phone = { $name } ameandikwa bila nambari ya simu: iliyoandikwa si nambari.
flag-short = { $short } ya { $name } zimeuzwa ambazo hazimo vitabuni.
flag-had-expired = { $name } ilikuwa imeisha muda.
flag-member-gone = { $name } hafanyi kazi hapa tena.
flag-other-till = Ilitokea kwenye { $name }.
flag-lost-till = Iliuzwa kwenye kifaa ambacho vitabu hivi havikitambui: vilirejeshwa kutoka kabla ya kuandikishwa. Nambari zake zinaanza na { $series }.
flag-quick-item-code = { $name } iliuzwa kwa { $price } kila moja. Hakuna bidhaa yenye msimbo wake { $code }.
flag-quick-item-bare = { $name } iliuzwa kwa { $price } kila moja. Bado si bidhaa.
flag-tips-over = { $amount } zililipwa kama bakshishi, lakini kwa mujibu wa vitabu wafanyakazi walidai { $owed }. Labda kifaa kingine hakijatuma bakshishi zake. Zisipokuja, angalia nani ana pesa hizo.
flag-void-rest = Sehemu yake ilikuwa imerudi kabla ya kubatilishwa. Vitabu vina kilichobaki, { $amount }: kama kifaa hakikujua, kilirudisha zote, na droo yake imepungukiwa tofauti hiyo.
flag-refused-help = Hakuna chake kilichomo vitabuni. Ikiwa ilitokea, iuze upya kwenye kifaa cha kuuzia. Risiti yake iko kwenye kifaa kilichoituma: huko meneja huiweka kando, chini ya Menyu, Bado hazijatumwa.
flag-unreadable = Kilichotumwa na kifaa hakisomeki hapa, kwa hiyo hakuna kilichoandikwa. Angalia mauzo ya kifaa hicho, na uyaingize tena yaliyouzwa.
flag-refused-sale = Yalikuwa mauzo { $number }, yaliyolipwa { $amount }.
flag-refused-refund = Yalikuwa marejesho { $number }.
flag-refused-void = Ilikuwa batili { $number }.
flag-refused-voucher = Ilikuwa vocha ya zawadi ya { $amount }.
flag-refused-voucher-back = Ilikuwa vocha ya zawadi ambayo pesa zake zilirudishwa.
flag-refused-open-shift = Ulikuwa mwanzo wa zamu, na { $amount } kwenye droo.
flag-refused-close-shift = Ulikuwa mwisho wa zamu: zilihesabiwa { $amount }.
flag-refused-cash-in = Zilikuwa { $amount } zilizowekwa kwenye droo.
flag-refused-cash-out = Zilikuwa { $amount } zilizotolewa kwenye droo.
flag-refused-customer = Alikuwa mteja mpya: { $name }.
quick-item-make = Ifanye { $name } kuwa bidhaa
quick-item-mark = Bidhaa ya haraka: bado haijasajiliwa

refused-till-unknown = Kifaa hiki si cha kuuzia. Mwombe mwenye duka au meneja msimbo.
refused-customer-written = Mteja huyu aliandikwa tayari, kwa simu au jina lingine.
done-flag-resolved = Umeliangalia. Linabaki kwenye orodha ya yote.
done-voucher-settled = Imeandikwa kwenye vitabu. Inabaki kwenye orodha ya yote.

# Ombi la M-Pesa kwenye kifaa cha kuuzia: anachoambiwa mwenye kuuza, na kinachobaki kwa meneja.
prompt-waiting = Ombi linaenda kwenye simu ya mteja. Ataweka PIN yake ya M-Pesa hapo.
prompt-checking = M-Pesa inachelewa kujibu. Tunauliza tena; mtu asilipe mara mbili.
prompt-paid = Imelipwa. M-Pesa yenyewe imetujulisha.
prompt-review = Jibu la M-Pesa halilingani na kilichoombwa. Meneja lazima aliangalie.
prompt-given-up = Husubiri ombi hili tena. Likilipwa hata hivyo, meneja ataona.
prompt-failed-cancelled = Mteja ameghairi ombi, au hakujibu kwa wakati. Hakuna kilicholipwa.
prompt-failed-no-funds = Akaunti ya M-Pesa ya mteja haina pesa za kutosha. Hakuna kilicholipwa.
prompt-failed-wrong-pin = PIN ya M-Pesa si sahihi. Hakuna kilicholipwa.
prompt-failed-timed-out = Muda wa ombi umeisha kabla ya kuweka PIN. Hakuna kilicholipwa.
prompt-failed-unreachable = M-Pesa haikuipata simu. Hakikisha imewashwa na ina mtandao, kisha uombe tena.
prompt-failed-subscriber-busy = Simu ina ombi lingine la M-Pesa. Limalizwe, subiri dakika moja, kisha uombe tena.
prompt-failed-limit = M-Pesa hairuhusu kiasi hiki kwa nambari hii sasa. Pokea pesa kwa njia nyingine.
prompt-failed-misconfigured = M-Pesa haijawekwa sawasawa hapa. Pokea pesa kwa njia nyingine, na umjulishe mwenye duka.
prompt-failed-other = M-Pesa haikupokea malipo. Hakuna kilicholipwa; unaweza kuomba tena.
prompt-failed-not-sent = Ombi halikutumwa. Hakuna kilicholipwa; unaweza kuomba tena.
prompt-failed-wrong-phone = M-Pesa haiijui nambari hii. Ihakikishe, au omba nyingine.
prompt-failed-overloaded = M-Pesa ina shughuli nyingi. Hakuna kilicholipwa; omba tena baada ya dakika chache.
prompt-failed-not-found = M-Pesa haina malipo ya ombi hili. Unaweza kuomba tena.
prompt-failed-given-up = Hakuna malipo yaliyopatikana ya ombi hili. Unaweza kuomba tena.
prompt-failed-set-aside = Hakuna malipo yaliyopatikana ya ombi hili. Unaweza kuomba tena.
refused-prompt-open = Ombi la mauzo haya bado liko wazi. Subiri liishe, au acha kulisubiri.
refused-prompt-other = Ombi hili limeshatumwa kwa nambari au kiasi kingine. Anza jipya.
refused-prompt-finished = Mauzo haya yamekamilika. Hakuna kingine cha kulipia.
refused-prompt-sold = Mauzo mengine yamelipwa kwa pesa hizi.
refused-prompt-paid-back = Pesa hizi zimesharudishwa.
refused-prompt-unpaid = Ombi la M-Pesa lililotajwa hapa halikulipwa, kwa tunavyojua.
refused-prompt-amount = Ombi la M-Pesa lililotajwa hapa lilileta kiasi kingine.
refused-prompt-receipt = Ombi la M-Pesa lililotajwa hapa lina risiti nyingine.
prompts-held = { $amount } kutoka { $phone } kwa M-Pesa, bila mauzo
prompts-no-sale = Bado hakuna mauzo
prompts-held-text = Ombi kwenye kifaa limelipwa. Huenda mauzo bado yako njiani kutoka kwenye kifaa; kama hayapo, rudisha pesa.
prompts-held-given-up = Ombi lililipwa baada ya mwenye kuuza kuacha kulisubiri. Kama mauzo yalilipwa kwa njia nyingine, rudisha pesa hizi.
prompts-back = Nimerudisha { $amount }
prompts-review = Ombi la M-Pesa la { $amount } kwa { $phone }
prompts-count = Hesabu pesa hizi
done-prompt-counted = Pesa zimehesabiwa. Zinasubiri mauzo yake.
done-prompt-set-aside = Ombi limewekwa kando.
