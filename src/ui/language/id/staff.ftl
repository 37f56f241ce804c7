# Pintu masuk: masuk, membuat akun, keluar.
staff-sign-in = Masuk
staff-sign-in-text = Untuk mengelola toko Anda.
staff-sign-up = Buat akun
staff-sign-up-text = Satu akun untuk Anda, untuk semua toko tempat Anda bekerja.
staff-sign-up-instead = Baru di sini? Buat akun
staff-sign-in-instead = Sudah punya akun? Masuk
staff-sign-out = Keluar
staff-signed-in-as = Masuk sebagai { $name }
staff-your-name = Nama Anda
staff-identity = Nomor HP atau email
staff-identity-hint = Misalnya +62 812 3456 789: awali dengan + dan kode negara.
staff-password-hint = Paling sedikit 8 karakter. Kalimat pendek mudah diingat dan sulit ditebak.
staff-password-lost = Lupa kata sandi?
staff-password-lost-text = Minta pengelola Dukani di toko Anda untuk membuatkan yang baru.

refused-sign-in = Nomor HP, email, atau kata sandi salah. Periksa lalu coba lagi.
refused-sign-up = Akun dengan nomor HP atau email itu tidak bisa dibuat. Jika sudah punya akun, silakan masuk.
refused-identity = Isi nomor HP seperti +62 812 3456 789, atau alamat email.
refused-password-short = Pakai kata sandi paling sedikit { $least } karakter.
refused-password-long = Pakai kata sandi paling banyak { $most } karakter.
refused-password-common = Kata sandi itu dipakai banyak orang, jadi paling dulu ditebak. Pilih yang lain.
refused-password-is-login = Nomor HP atau email Anda bukan kata sandi yang aman. Pilih yang lain.
refused-your-name-needed = Tulis nama Anda
