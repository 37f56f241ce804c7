# Struk: di kertas, dan halaman yang memastikan apakah struk itu milik toko.
till-receipt = Struk
till-receipt-of = Struk: { $document }
till-receipt-sums = Jumlahnya
till-receipt-letter = Pajak
till-receipt-taxes = Pajak di dalamnya
till-receipt-exempt = bebas pajak, { $base }
till-receipt-copy = SALINAN { $number }
till-receipt-seller = Dilayani oleh { $name }
till-receipt-verify = Benarkah struk ini milik kami? Periksa dengan kodenya:
till-receipt-paper = Kertas
till-receipt-roll-58 = Gulungan 58 mm
till-receipt-roll-80 = Gulungan 80 mm
till-receipt-a4 = A4
till-receipt-print = Cetak struk
till-receipt-print-copy = Cetak salinan
till-receipt-printed = { $count ->
    [one] Sudah dicetak sekali. Cetakan sekarang akan ditandai sebagai salinan.
   *[other] Sudah dicetak { $count } kali. Cetakan sekarang akan ditandai sebagai salinan.
}
till-receipt-how-to-print = Cetakan ini sudah dihitung. Cetak halaman ini sekarang; tanpa tombol, menu peramban Anda juga bisa mencetaknya.
till-receipt-other-paper = Kertas lain, atau salinan
till-receipt-check = Periksa struk
till-receipt-check-text = Ketik kode di ujung struk. Anda akan melihat apakah { $shop } mengeluarkannya, dan apa yang dijual.
till-receipt-check-button = Periksa
till-receipt-code = Kode struk
till-receipt-code-hint = Dua belas huruf dan angka, misalnya 8AE8-UNM2-7ZHA.
till-receipt-unknown = { $shop } tidak mengeluarkan struk dengan kode ini. Cocokkan huruf demi huruf dengan kertasnya.
till-receipt-ours = { $shop } mengeluarkan struk ini
till-receipt-nothing-back = Tidak ada barang yang dikembalikan.
till-receipt-some-back = Sebagian barang dikembalikan, dan { $amount } dibayarkan kembali.
till-receipt-all-back = Semua barang dikembalikan dan uangnya dibayarkan kembali.
till-receipt-voided = Toko membatalkan penjualan ini: ada kesalahan, dan semuanya dibayarkan kembali.
till-receipt-is-refund = Barang dikembalikan, dan uang ini dibayarkan kembali.
till-receipt-is-void = Penjualan itu keliru: semuanya dibatalkan, dan uang ini dibayarkan kembali.
till-receipt-compare = Cocokkan barang, hari dan total dengan kertasnya. Bila berbeda, kertas itu tidak kami keluarkan.
settings-receipts = Struk
settings-receipt-header = Di bawah nama toko
settings-receipt-header-hint = Di setiap struk, misalnya: Segar setiap pagi. Boleh kosong.
settings-receipt-footer = Di bagian akhir
settings-receipt-footer-hint = Misalnya: Terima kasih! Barang dapat ditukar dalam tujuh hari. Boleh kosong.
refused-print-other = Cetakan ini sudah dihitung untuk struk lain. Buka lagi halamannya.
