# Bidhaa zinazohamishwa kutoka tawi moja hadi jingine.
transfer = Uhamisho
transfers-title = Uhamisho wa bidhaa
transfers-tabs = Uhamisho kulingana na ulipofikia
transfer-new = Uhamisho mpya
transfer-number = Uhamisho { $number }
transfer-way = Kutoka na kwenda
transfer-from = Kutoka
transfer-to = Kwenda
transfer-goods = Bidhaa
transfer-when = Lini
transfer-value = Thamani
transfer-note = Maelezo
transfer-note-hint = Kwa anayefungasha na anayepokea.
transfer-batch-hint = Bila bechi, zinazoharibika kwanza hutoka kwanza. Zilizoisha muda hutoka tu bechi yake ikitajwa.
transfer-make = Omba uhamisho
transfer-more-lines = { $count ->
    [one] na 1 zaidi
   *[other] na { $count } zaidi
}
transfer-state-pending = Wa kutumwa
transfer-state-in_transit = Uko njiani
transfer-state-completed = Umefika
transfer-state-cancelled = Umeghairiwa
transfer-short = Kuna pungufu
transfer-made = Uliombwa
transfer-asked = Ombi
transfer-sent = Zilitoka
transfer-arrived = Zilifika
transfer-free = Huru huko
transfer-missing = pungufu { $quantity }
transfer-all-arrived = Zote zilizotumwa zimefika
transfer-lines-short = { $count ->
    [one] Bidhaa 1 imefika pungufu ya ilivyotumwa
   *[other] Bidhaa { $count } zimefika pungufu ya zilivyotumwa
}
transfer-lost = Bidhaa za thamani ya { $amount } hazikufika. Vitabu vinazionyesha kama tofauti ya stoki.
transfer-keeps-until = hadi { $day }
transfer-send = Tuma
transfer-send-text = Andika kinachotoka kweli: kilichoombwa au pungufu. Kinatoka kwenye rafu mara moja na kiko njiani.
transfer-send-button = Tuma
transfer-receive = Pokea
transfer-receive-text = Hesabu zilizofika uandike. Zinazokosekana zinaandikwa kama hasara.
transfer-receive-button = Pokea
transfer-change = Badilisha uhamisho huu
transfer-cancel = Ghairi uhamisho huu
transfer-cancel-pending = Bado hakuna kilichotoka: hakuna kinachosogea.
transfer-cancel-under-way = Zote zilizo njiani zinarudi kwenye rafu ya { $name }, kama zilivyotoka.
transfer-cancel-button = Ghairi uhamisho { $number }
transfer-print-hint = Chapisha ukurasa huu kwa menyu ya kivinjari chako: ndiyo hati ya kupeleka.
transfer-delivery-note = Hati ya kupeleka
transfer-sign-sent = Aliyetuma
transfer-sign-received = Aliyepokea
transfer-one-place = Una tawi moja
transfer-one-place-text = Bidhaa zinaweza kutumwa ukishakuwa na tawi au kibanda cha pili.
transfers-none = Bado hakuna uhamisho
transfers-none-text = Tuma bidhaa kutoka tawi moja hadi jingine, uone zilizo njiani na zilizofika.
transfers-none-here = Hakuna kitu hapa
transfers-none-here-text = Hakuna uhamisho uliofikia hatua hii kwa sasa.
refused-same-place = Chagua matawi mawili tofauti
refused-transfer-recorded = Uhamisho huu umeshaandikwa, ukiwa na bidhaa nyingine. Ufungue kwenye orodha.
refused-transfer-not-now = Hilo haliwezekani tena: tazama uhamisho umefikia wapi
refused-nothing-sent = Andika kiasi cha angalau bidhaa moja kinachotumwa
refused-only-asked = Ya { $name } imeombwa { $most } tu
refused-only-sent = Ya { $name } imetumwa { $most } tu: haiwezi kufika zaidi
source-transfer = Uhamisho
purpose-transfer_out = bidhaa zimetumwa
purpose-transfer_in = bidhaa zimefika
purpose-transfer_back = bidhaa zimerudi
done-transfer-kept = Uhamisho { $number } umehifadhiwa.
done-transfer-sent = Uhamisho { $number } uko njiani.
done-transfer-arrived = Uhamisho { $number } umefika.
done-transfer-cancelled = Uhamisho { $number } umeghairiwa.
