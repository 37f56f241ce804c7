# Risiti: kwenye karatasi, na ukurasa unaosema kama risiti ni ya duka.
till-receipt = Risiti
till-receipt-of = Risiti: { $document }
till-receipt-sums = Jumla zake
till-receipt-letter = Kodi
till-receipt-taxes = Kodi iliyomo
till-receipt-exempt = bila kodi, { $base }
till-receipt-copy = NAKALA { $number }
till-receipt-seller = Umehudumiwa na { $name }
till-receipt-verify = Je, risiti hii ni yetu? Uliza kwa msimbo wake:
till-receipt-paper = Karatasi
till-receipt-roll-58 = Rola ya mm 58
till-receipt-roll-80 = Rola ya mm 80
till-receipt-a4 = A4
till-receipt-print = Chapisha risiti
till-receipt-print-copy = Chapisha nakala
till-receipt-printed = { $count ->
    [one] Imechapishwa mara moja. Itakayochapishwa sasa itasema kuwa ni nakala.
   *[other] Imechapishwa mara { $count }. Itakayochapishwa sasa itasema kuwa ni nakala.
}
till-receipt-how-to-print = Uchapishaji huu umehesabiwa. Chapisha ukurasa sasa; bila kitufe, menyu ya kivinjari chako inachapisha pia.
till-receipt-other-paper = Karatasi nyingine, au nakala
till-receipt-check = Hakiki risiti
till-receipt-check-text = Andika msimbo ulio mwishoni mwa risiti. Utaona kama { $shop } ilitoa risiti hiyo, na nini kiliuzwa.
till-receipt-check-button = Hakiki
till-receipt-code = Msimbo wa risiti
till-receipt-code-hint = Herufi na tarakimu kumi na mbili, kama 8AE8-UNM2-7ZHA.
till-receipt-unknown = { $shop } haikutoa risiti yenye msimbo huu. Ulinganishe na karatasi, herufi kwa herufi.
till-receipt-ours = { $shop } ilitoa risiti hii
till-receipt-nothing-back = Hakuna kilichorudishwa.
till-receipt-some-back = Baadhi ya bidhaa zilirudishwa, na { $amount } zilirejeshwa.
till-receipt-all-back = Bidhaa zote zilirudishwa na pesa zikarejeshwa.
till-receipt-voided = Duka lilibatilisha mauzo haya: yalikuwa kosa, na pesa zote zilirejeshwa.
till-receipt-is-refund = Bidhaa zilirudishwa, na pesa hizi zikarejeshwa.
till-receipt-is-void = Mauzo haya yalikuwa kosa: yote yamebatilishwa, na pesa hizi zikarejeshwa.
till-receipt-compare = Linganisha bidhaa, siku na jumla na karatasi. Zikitofautiana, karatasi si yetu.
settings-receipts = Risiti
settings-receipt-header = Chini ya jina la duka
settings-receipt-header-hint = Kwenye kila risiti, kama: Bidhaa freshi kila asubuhi. Si lazima.
settings-receipt-footer = Mwishoni
settings-receipt-footer-hint = Kama: Asante! Bidhaa hubadilishwa ndani ya siku saba. Si lazima.
refused-print-other = Uchapishaji huu ulihesabiwa kwa risiti nyingine. Fungua ukurasa tena.
