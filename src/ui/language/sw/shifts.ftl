# Zamu: nani alikuwa na kifaa gani cha kuuzia, pesa zake, na zilizohesabiwa zamu ilipoisha.
nav-shifts = Zamu
shift = Zamu
shifts-title = Zamu
shift-title = Zamu { $number }
shifts-filter = Chuja
shifts-show-all = Onyesha zote
shifts-none = Bado hakuna zamu iliyofunguliwa
shifts-none-text = Mhudumu anapoanza kuuza kwenye kifaa, zamu yake inaonekana hapa, pamoja na alichouza na pesa za droo yake.
shifts-not-found = Hakuna zamu inayofaa
shifts-not-found-text = Hakuna aliyekuwa na zamu hapo, siku hizi au katika hali hii.
shift-state = Hali
shift-state-open = Wazi
shift-state-closed = Imefungwa
shift-cashier = Mhudumu
shift-till = Kifaa cha kuuzia
shift-opened = Ilifunguliwa
shift-opened-at = Ilifunguliwa { $at }
shift-closed-at = Ilifungwa { $at }, { $who }
shift-as-of = Hadi { $at }
shift-x-report = Ripoti ya X
shift-z-report = Ripoti ya Z
shift-how-to-print = Menyu ya kivinjari chako inachapisha ukurasa huu: A4, A5 au karatasi ya mm 80.
shift-sold = Mauzo
shift-money = Pesa
shift-taxes = Kodi iliyomo
shift-cash = Taslimu kwenye droo
shift-numbers = Nambari za hati
shift-discounts = Punguzo, limeshatolewa
shift-tips = Bakshishi za wafanyakazi
shift-vouchers = { $count ->
    [one] Vocha 1 ya zawadi iliuzwa, bado si mauzo
   *[other] Vocha { $count } za zawadi ziliuzwa, bado si mauzo
}
shift-paid-back = { $tender }, zilizorudishwa
shift-tax = { $rate } ya { $base }
shift-float = Kwenye droo mwanzoni
shift-cash-of-sales = Taslimu ya mauzo na vocha
shift-move-in-safe = Zimeingia, kutoka sefu
shift-move-in-bank = Zimeingia, kutoka benki
shift-move-in-owner = Zimeingia, kutoka kwa mwenye duka
shift-move-out-safe = Zimetoka, kwenda sefu
shift-move-out-bank = Zimetoka, kwenda benki
shift-move-out-owner = Zimetoka, kwa mwenye duka
shift-move-out-expense = Zimetoka, kwa matumizi
shift-move-out-tips = Zilizotoka, bakshishi za wafanyakazi
shift-expected = Zinazotarajiwa
shift-counted = Zilizohesabiwa
shift-difference = Tofauti
shift-even = Hakuna ziada wala pungufu
shift-over = Ziada
shift-short = Pungufu
shift-late-off = Zilizoripotiwa baada ya kufunga, hazikutarajiwa wakati huo
shift-late-then = Pamoja na zilizoripotiwa baada ya kufunga: { $word }
shift-late = { $count ->
    [one] Hati 1 iliripotiwa baada ya zamu hii kufungwa.
   *[other] Hati { $count } ziliripotiwa baada ya zamu hii kufungwa.
}
shift-unsynced-then = { $count ->
    [one] Ilipofungwa, kifaa chake kilikuwa na uuzaji 1 ambao haujatumwa.
   *[other] Ilipofungwa, kifaa chake kilikuwa na mauzo { $count } ambayo hayajatumwa.
}
shift-unsynced = { $till }: mauzo { $count } bado hayajatumwa.
shift-close = Funga zamu
shift-close-text = Hesabu pesa zote za droo kisha andika ni kiasi gani. Chochote utakachohesabu kinakubaliwa; ziada au pungufu inaandikwa vitabuni. Zamu iliyofungwa haibadiliki.
shift-close-note-hint = Ukipenda, kama vile: kwa nini pesa zimepungua.
sales-shift = Ripoti yake
sales-shift-late = Ripoti yake; iliripotiwa baada ya kufungwa
done-shift-closed = Zamu imefungwa.
source-shift = Zamu
source-cash_move = Taslimu ya kifaa cha kuuzia
purpose-shift_open = pesa zimewekwa kwenye droo
purpose-shift_close = droo imehesabiwa
purpose-cash_in = taslimu imeingia
purpose-cash_out = taslimu imetoka
account-1120 = Taslimu kwenye vifaa vya kuuzia
account-5170 = Taslimu ya ziada na pungufu
account-5180 = Vocha zilizofutwa
account-6100 = Matumizi madogo
refused-shift-other = Hii imeshaandikwa, kwa kiasi kingine. Anza nyingine mpya.
refused-shift-open = Zamu yako { $number } kwenye kifaa hiki bado iko wazi. Endelea nayo, au ifunge kwanza.
refused-shift-till = Kifaa hiki kimeondolewa. Mwombe meneja akisajili tena.
refused-shift-closed = Zamu hii imeshafungwa, kwa hesabu nyingine. Angalia ripoti yake.
refused-shift-reason = Hii hulipwa kutoka kwenye droo. Chagua sababu nyingine.
refused-shift-expense-note = Andika kilicholipiwa
refused-shift-tips = Kwa mauzo yaliyotumwa, wafanyakazi wanadai { $owed }: hailipwi zaidi ya hiyo. Bakshishi za kaunta ambayo haijatuma mauzo yake bado hazijulikani. Iache iyatume, kisha andika hili tena; hadi hapo pesa hizo zinapungua kwenye droo.
