# Tills: mesin kasir, cara mendaftarkannya, dan PIN.
tills-title = Mesin kasir
tills-empty = Belum ada mesin kasir
tills-empty-text = Mesin kasir adalah HP, tablet, atau komputer yang Anda izinkan berjualan di salah satu lokasi. Tambahkan yang pertama di bawah.
tills-series = Nomor
tills-place = Lokasi
tills-turn = Yang masuk
tills-nobody = Tidak ada
tills-this = (perangkat ini)
tills-seen = Terakhir terlihat
tills-never-seen = Belum pernah
tills-unsynced = Penjualan belum terkirim
tills-ended = Mesin kasir yang diakhiri
till-working = Berfungsi
till-locked = Terkunci
till-revoked = Diakhiri

till-add = Tambah mesin kasir
till-add-text = Beri nama dan lokasi. Petugas masuk di sana dengan PIN.
till-name = Nama mesin kasir
till-name-hint = Misalnya Meja depan, atau Tablet biru.
till-place-hint = Barang yang dijual diambil dari stok di sana.
till-here = Pakai perangkat ini sebagai mesin kasir
till-other = Buat kode untuk perangkat lain
till-other-text = Atau buat kode dan ketik di perangkat lain. Berlaku sekali, selama { $count } menit.
till-code-made = Kode sudah siap
till-code-text = Di perangkat lain, buka { $address } dan ketik kode ini dalam { $count } menit. Hanya ditampilkan sekali.
till-open = Buka halaman mesin kasir

till-enrolled = Ditambahkan
till-enrolled-by = { $at }, oleh { $name }
till-ended-at = Diakhiri pada
till-locked-title = Mesin kasir ini terkunci
till-locked-text = Terlalu banyak PIN salah yang diketik. Tanyakan siapa yang mencoba, lalu buka kuncinya.
till-unlock = Buka kunci
till-revoke = Akhiri mesin kasir ini
till-revoke-ask = { $name } tidak bisa lagi berjualan, mulai sekarang. Yang sudah terjual tetap di pembukuan.
till-revoke-unsynced = { $count } penjualan di dalamnya belum terkirim dan akan hilang. Sambungkan dulu ke jaringan.
till-revoke-name = Akhiri { $name }

till-new-title = Jadikan perangkat ini mesin kasir
till-new-text = Minta kode kepada pemilik atau manajer. Mereka membuatnya di menu Mesin kasir.
till-ended-title = Perangkat ini bukan mesin kasir lagi
till-ended-text = Pemilik atau manajer mengakhirinya. Untuk berjualan di sini lagi, minta kode baru.
till-code = Kode
till-code-hint = 8 huruf, misalnya ABCD-EFGH.
till-enrol = Jadikan mesin kasir
till-secure = Mesin kasirnya adalah peramban ini di perangkat ini. Untuk peramban lain, minta kode lain.

pin-title = PIN Anda
pin-own-text = Dipakai untuk masuk di mesin kasir toko ini.
pin-no-password = PIN bukan kata sandi: hanya membuka mesin kasir, dan mesin kasir menyimpan jejaknya. Jangan pakai PIN HP, kartu, atau M-Pesa Anda.
pin-set-at = Dipasang { $at }.
pin-none = Belum punya PIN.
pin-new = PIN baru
pin-hint = 4 sampai 8 angka. Bukan 1234, bukan 0000.
pin-again = PIN yang sama sekali lagi
pin-for = PIN di mesin kasir
pin-for-text = Sampaikan sendiri PIN-nya. Bisa diganti di halaman akunnya.
pin-set = Pasang PIN
account-pin = PIN Anda di { $name }

refused-pin-figures = Pakai { $least } sampai { $most } angka
refused-pin-trivial = PIN itu paling dulu dicoba orang. Pilih yang lain.
refused-pin-differs = PIN ini tidak sama. Ketik sekali lagi.
refused-pin-wrong = PIN salah. Tersisa { $left } percobaan.
refused-pin-locked = Terlalu banyak PIN salah. Coba lagi pukul { $until }.
refused-till-locked = Terlalu banyak PIN salah: mesin kasir ini terkunci. Pemilik atau manajer bisa membukanya di menu Mesin kasir.
refused-no-pin = Orang ini tidak punya PIN.
refused-till-code = Kode ini salah, atau waktunya sudah habis. Periksa, atau minta yang baru.
refused-till-place = Lokasi ini sudah ditutup. Pilih yang lain.
refused-till-elsewhere = Mesin kasir ini ditambahkan di perangkat lain. Mulai lagi.
refused-till-revoked = Perangkat ini bukan mesin kasir lagi. Minta kode baru kepada pemilik atau manajer.

done-till-enrolled = Perangkat ini sekarang mesin kasir.
done-till-renamed = Mesin kasir sekarang bernama { $name }.
done-till-revoked = { $name } bukan mesin kasir lagi.
done-till-unlocked = { $name } menerima PIN lagi.
done-pin-set = PIN Anda sudah dipasang.
done-pin-reset = PIN { $name } sudah dipasang.

# Yang terjadi di mesin kasir dan harus dilihat manajer.
sales-void = Pembatalan { $number }
sales-is-void = Dibatalkan dengan { $number }
sales-void-why = Alasan: { $why }
flags-title = Perlu dilihat
flags-empty = Tidak ada yang perlu dilihat
flags-empty-text = Yang dijual tanpa jaringan selalu disimpan. Jika harga, produk, atau orang berubah sementara itu, tampil di sini.
flags-open = Belum dilihat
flags-all = Semua
flag-open = Belum dilihat
flag-resolved = Sudah dilihat
flag-resolved-by = { $at }, oleh { $name }
flag-sale = Dokumen { $number }
flag-note = Yang Anda temukan
flag-resolve = Sudah saya lihat

flag-clock = Jam mesin kasir salah, atau datang terlambat
flag-month = Pembukuan bulannya sudah ditutup
flag-place = Lokasi sudah ditutup
flag-member = Kasir sudah diberhentikan
flag-power = Kasir tidak boleh melakukan ini
flag-customer = Pelanggan sudah dihapus
flag-goods = Produk berubah sementara itu
flag-price = Dijual di bawah harga
flag-discount = Diskon lebih besar daripada yang boleh diberikan kasir
flag-below-cost = Dijual di bawah biaya
flag-stock = Terjual lebih banyak daripada yang ada
flag-expired = Barang kedaluwarsa terjual
flag-credit = Melebihi batas pelanggan
flag-receipt = Pembayaran sudah dicatat sebelumnya, tanpa kode, atau vouchernya tidak cukup
flag-total = Dibulatkan dengan cara lain
flag-number = Nomor mesin kasir berlubang, atau satu nomor datang dua kali
flag-shift = Sif tidak dikenal
flag-till = Dikirim oleh mesin kasir lain
flag-refused = Tidak dicatat

flag-no-power = Perannya tidak mengizinkan ini.
flag-approved = Menurut mesin kasir, { $name } mengizinkannya dengan PIN.
flag-clock-ahead = Menurut mesin kasir { $date }. Dicatat sebagai sekarang.
flag-clock-behind = Menurut mesin kasir { $date }, dan baru dikirim sekarang.
flag-number-used = Nomor { $number } sudah ada di dokumen lain. Dokumen ini punya nomor sendiri.
flag-number-missing = { $count ->
    [one] Satu nomor sebelumnya hilang.
   *[other] { $count } nomor sebelumnya hilang.
 }
flag-no-shift = Dicatat di luar sif mana pun, dan uangnya tidak ada di laci.
flag-place-closed = Lokasi ditutup sebelum ini tiba.
flag-customer-gone = { $name } bukan pelanggan lagi.
flag-short = { $short } dari { $name } terjual padahal tidak ada di pembukuan.
flag-had-expired = { $name } sudah kedaluwarsa.
flag-member-gone = { $name } tidak bekerja di sini lagi.
flag-other-till = Terjadi di { $name }.

refused-till-unknown = Perangkat ini bukan mesin kasir. Minta kode kepada pemilik atau manajer.
refused-customer-other = Pelanggan ini sudah dicatat, dengan nomor telepon atau nama lain.
done-flag-resolved = Sudah Anda lihat. Tetap ada di daftar semua.

# Permintaan M-Pesa di mesin kasir: apa yang dikatakan kepada kasir, dan yang tersisa untuk manajer.
prompt-waiting = Permintaan sedang menuju ponsel pelanggan. Di sana ia memasukkan PIN M-Pesa.
prompt-checking = M-Pesa lambat menjawab. Kami bertanya lagi; jangan sampai dibayar dua kali.
prompt-paid = Sudah dibayar. M-Pesa sendiri yang memberi tahu.
prompt-review = Jawaban M-Pesa tidak cocok dengan yang diminta. Manajer harus melihatnya.
prompt-given-up = Anda tidak menunggu permintaan ini lagi. Kalau tetap dibayar, manajer melihatnya.
prompt-failed-cancelled = Pelanggan membatalkan permintaan, atau tidak menjawab tepat waktu. Tidak ada yang dibayar.
prompt-failed-no-funds = Saldo M-Pesa pelanggan tidak cukup. Tidak ada yang dibayar.
prompt-failed-wrong-pin = PIN M-Pesa salah. Tidak ada yang dibayar.
prompt-failed-timed-out = Waktu habis sebelum PIN dimasukkan. Tidak ada yang dibayar.
prompt-failed-unreachable = M-Pesa tidak dapat menjangkau ponsel. Pastikan ponsel menyala dan ada sinyal, lalu minta lagi.
prompt-failed-subscriber-busy = Ponsel sedang melayani permintaan M-Pesa lain. Selesaikan dulu, tunggu semenit, lalu minta lagi.
prompt-failed-limit = M-Pesa tidak mengizinkan jumlah ini untuk nomor ini sekarang. Terima uang dengan cara lain.
prompt-failed-misconfigured = M-Pesa di sini belum diatur dengan benar. Terima uang dengan cara lain, dan beri tahu pemilik.
prompt-failed-other = M-Pesa tidak menerima pembayaran. Tidak ada yang dibayar; Anda bisa meminta lagi.
prompt-failed-not-sent = Permintaan tidak terkirim. Tidak ada yang dibayar; Anda bisa meminta lagi.
prompt-failed-wrong-phone = M-Pesa tidak mengenal nomor ini. Periksa lagi, atau minta nomor lain.
prompt-failed-overloaded = M-Pesa sedang sangat sibuk. Tidak ada yang dibayar; minta lagi beberapa menit lagi.
prompt-failed-not-found = M-Pesa tidak punya pembayaran untuk permintaan ini. Anda bisa meminta lagi.
prompt-failed-given-up = Tidak ditemukan pembayaran untuk permintaan ini. Anda bisa meminta lagi.
prompt-failed-set-aside = Tidak ditemukan pembayaran untuk permintaan ini. Anda bisa meminta lagi.
refused-prompt-open = Permintaan untuk penjualan ini masih terbuka. Tunggu sampai berakhir, atau berhenti menunggu.
refused-prompt-other = Permintaan ini sudah dikirim dengan nomor atau jumlah lain. Mulai yang baru.
refused-prompt-finished = Penjualan ini sudah selesai. Tidak ada lagi yang harus dibayar.
refused-prompt-sold = Sebuah penjualan sudah dibayar dengan uang ini.
refused-prompt-paid-back = Uang ini sudah dikembalikan.
refused-prompt-unpaid = Permintaan M-Pesa yang disebut di sini belum dibayar, sejauh diketahui.
refused-prompt-amount = Permintaan M-Pesa yang disebut di sini membawa jumlah lain.
refused-prompt-receipt = Permintaan M-Pesa yang disebut di sini punya nomor bukti lain.
prompts-held = { $amount } dari { $phone } lewat M-Pesa, tanpa penjualan
prompts-no-sale = Belum ada penjualan
prompts-held-text = Permintaan di mesin kasir sudah dibayar. Penjualannya mungkin masih dalam perjalanan dari mesin kasir; kalau tidak ada, kembalikan uangnya.
prompts-held-given-up = Permintaan dibayar setelah kasir berhenti menunggu. Kalau penjualannya dibayar dengan cara lain, kembalikan uang ini.
prompts-back = Saya sudah mengembalikan { $amount }
prompts-review = Permintaan M-Pesa { $amount } di { $phone }
prompts-count = Hitung uang ini
done-prompt-counted = Uangnya dihitung. Menunggu penjualannya.
done-prompt-set-aside = Permintaan disisihkan.
