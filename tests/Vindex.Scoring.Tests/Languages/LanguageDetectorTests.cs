using Shouldly;
using Vindex.Scoring.Languages;
using Xunit;

namespace Vindex.Scoring.Tests.Languages;

public sealed class LanguageDetectorTests
{
    [Theory]
    [InlineData("en", "When a reader opens the list of loans, the due date is missing for books that were renewed. It should be shown in every row.")]
    [InlineData(
        "de",
        "Wenn eine Leserin die Liste der Ausleihen öffnet, fehlt das Rückgabedatum bei Büchern, die verlängert wurden. Es soll in jeder Zeile angezeigt werden.")]
    [InlineData("de", "Als Kunde möchte ich meine Bestellung stornieren, damit ich nicht bezahlen muss.")]
    [InlineData(
        "fr",
        "Quand une lectrice ouvre la liste des prêts, la date de retour n'apparaît pas pour les livres prolongés. Elle doit être affichée sur chaque ligne.")]
    [InlineData("fr", "En tant que client, je veux annuler ma commande afin de ne pas la payer.")]
    [InlineData(
        "es", "Cuando una lectora abre la lista de préstamos, no aparece la fecha de devolución de los libros renovados. Debe mostrarse en todas las filas.")]
    [InlineData("es", "Como cliente quiero cancelar mi pedido para no tener que pagarlo.")]
    [InlineData(
        "pt",
        "Quando uma leitora abre a lista de empréstimos, a data de devolução não aparece para os livros renovados. Ela deve ser exibida em todas as linhas.")]
    [InlineData("pt", "Como cliente, quero cancelar o meu pedido para não ter que pagar.")]
    [InlineData(
        "it", "Quando una lettrice apre l'elenco dei prestiti, la data di restituzione non appare per i libri rinnovati. Deve essere mostrata in ogni riga.")]
    [InlineData("it", "Come cliente voglio annullare il mio ordine per non doverlo pagare.")]
    [InlineData(
        "nl",
        "Wanneer een lezer de lijst met uitleningen opent, ontbreekt de inleverdatum bij boeken die verlengd zijn. Deze moet in elke regel worden getoond.")]
    [InlineData("nl", "Als klant wil ik mijn bestelling kunnen annuleren, zodat ik niet hoef te betalen.")]
    [InlineData(
        "pl", "Gdy czytelnik otwiera listę wypożyczeń, nie ma daty zwrotu przy książkach, które zostały przedłużone. Powinna być widoczna w każdym wierszu.")]
    [InlineData("pl", "Jako klient chcę anulować zamówienie, żeby za nie nie płacić.")]
    [InlineData("cs", "Když čtenář otevře seznam výpůjček, chybí datum vrácení u knih, které byly prodlouženy. Mělo by se zobrazit na každém řádku.")]
    [InlineData("sk", "Keď čitateľ otvorí zoznam výpožičiek, chýba dátum vrátenia pri knihách, ktoré boli predĺžené. Mal by sa zobraziť v každom riadku.")]
    [InlineData("sv", "När en läsare öppnar listan över lån saknas återlämningsdatum för böcker som har förlängts. Det ska visas på varje rad.")]
    [InlineData(
        "da",
        "Når en låner åbner listen over udlån, mangler afleveringsdatoen for bøger, som er blevet fornyet. Den skal vises i hver linje af listen, og brugeren skal kunne se den uden at klikke.")]
    [InlineData(
        "no",
        "Når en låner åpner listen over utlån, mangler innleveringsdatoen for bøker som er fornyet. Den skal vises på hver linje, og brukeren må kunne se den uten å klikke.")]
    [InlineData("fi", "Kun lukija avaa lainojen luettelon, palautuspäivä puuttuu kirjoilta, jotka on uusittu. Sen pitäisi näkyä joka rivillä.")]
    [InlineData("tr", "Bir okuyucu ödünç listesini açtığında, süresi uzatılan kitaplar için iade tarihi görünmüyor. Her satırda gösterilmeli.")]
    [InlineData(
        "hu",
        "Amikor egy olvasó megnyitja a kölcsönzések listáját, hiányzik a visszahozás napja azoknál a könyveknél, amelyek meg lettek hosszabbítva. Minden sorban meg kell jelennie.")]
    [InlineData(
        "ro",
        "Când un cititor deschide lista de împrumuturi, data returnării nu apare pentru cărțile care au fost prelungite. Trebuie să fie afișată în fiecare rând.")]
    [InlineData(
        "ca",
        "Quan una lectora obre la llista de préstecs, no apareix la data de devolució dels llibres renovats. Hauria de sortir a cada fila, també amb els altres filtres.")]
    [InlineData("hr", "Kada čitatelj otvori popis posudbi, nema datuma povratka za knjige koje su produžene. Trebao bi se prikazati u svakom retku.")]
    [InlineData(
        "id",
        "Ketika pembaca membuka daftar pinjaman, tanggal kembali tidak muncul untuk buku yang sudah diperpanjang. Tanggal itu harus ditampilkan di setiap baris.")]
    [InlineData("vi", "Khi bạn đọc mở danh sách mượn, ngày trả không hiển thị với những cuốn sách đã được gia hạn. Ngày trả phải có ở mọi dòng.")]
    [InlineData("ru", "Когда читатель открывает список выданных книг, дата возврата не показана, если книга продлена. Она должна быть в каждой строке.")]
    [InlineData("uk", "Коли читач відкриває список виданих книг, дата повернення не показана, якщо книгу продовжено. Вона має бути в кожному рядку.")]
    [InlineData("bg", "Когато читател отвори списъка със заетите книги, датата за връщане не се вижда, ако книгата е продължена. Тя трябва да е на всеки ред.")]
    [InlineData("sr", "Када читалац отвори листу позајмица, нема датума повратка за књиге које су продужене. Треба да се прикаже у сваком реду.")]
    [InlineData(
        "be", "Калі чытач адкрывае спіс выдадзеных кніг, дата вяртання не паказана, калі кнігу падоўжылі. Яна павінна быць у кожным радку, як і іншыя даты.")]
    [InlineData("ja", "読者が貸出一覧を開いたとき、延長した本の返却日が表示されない。すべての行に表示すること。")]
    [InlineData("zh", "读者打开借阅列表时，已续借的图书不显示归还日期。每一行都应显示该日期。")]
    [InlineData("ko", "독자가 대출 목록을 열면 연장된 도서의 반납일이 표시되지 않습니다. 모든 행에 표시되어야 합니다.")]
    [InlineData("ar", "عندما يفتح القارئ قائمة الإعارات لا يظهر تاريخ الإرجاع للكتب التي تم تمديدها. يجب أن يظهر في كل سطر.")]
    [InlineData("fa", "وقتی خواننده فهرست امانت‌ها را باز می‌کند، تاریخ بازگشت کتاب‌هایی که تمدید شده است دیده نمی‌شود. این تاریخ باید در هر سطر باشد.")]
    [InlineData("ur", "جب قاری کتابوں کی فہرست کھولتا ہے تو واپسی کی تاریخ نظر نہیں آتی۔ یہ ہر سطر میں ہونی چاہیے۔")]
    [InlineData("he", "כאשר קורא פותח את רשימת ההשאלות, תאריך ההחזרה אינו מופיע לספרים שהוארכו. הוא צריך להופיע בכל שורה.")]
    [InlineData("el", "Όταν ένας αναγνώστης ανοίγει τη λίστα δανεισμών, η ημερομηνία επιστροφής λείπει από τα βιβλία που ανανεώθηκαν.")]
    [InlineData("hi", "जब पाठक उधार की सूची खोलता है, तो बढ़ाई गई पुस्तकों की वापसी की तारीख नहीं दिखती। यह हर पंक्ति में होनी चाहिए।")]
    [InlineData("th", "เมื่อผู้อ่านเปิดรายการยืม วันที่คืนไม่แสดงสำหรับหนังสือที่ต่ออายุแล้ว")]
    [InlineData("bn", "পাঠক যখন ধারের তালিকা খোলেন তখন ফেরতের তারিখ দেখা যায় না।")]
    [InlineData("ta", "வாசகர் பட்டியலைத் திறக்கும்போது திரும்பும் தேதி தெரியவில்லை.")]
    [InlineData("te", "పాఠకుడు జాబితాను తెరిచినప్పుడు తిరిగి ఇచ్చే తేదీ కనిపించదు.")]
    [InlineData("ka", "როცა მკითხველი ხსნის სიას, დაბრუნების თარიღი არ ჩანს.")]
    [InlineData("hy", "Երբ ընթերցողը բացում է ցանկը, վերադարձի ամսաթիվը չի երևում։")]
    public void A_ticket_is_recognised_in_its_language(string code, string text)
    {
        var detected = LanguageDetector.Detect(text);
        detected.Code.ShouldBe(code);
        detected.Confidence.ShouldBeGreaterThan(0.4);
    }

    [Theory]
    [InlineData("de", "Passwort zurücksetzen funktioniert nicht")]
    [InlineData("de", "Fehlermeldung beim Speichern der Rechnung")]
    [InlineData("fr", "Impossible de se connecter après la mise à jour")]
    [InlineData("es", "Error al guardar el formulario de contacto")]
    [InlineData("pt", "Erro ao salvar o formulário de contato")]
    [InlineData("it", "Errore durante il salvataggio della fattura")]
    [InlineData("nl", "Inloggen werkt niet meer")]
    [InlineData("pl", "Błąd przy zapisie formularza")]
    [InlineData("sv", "Det går inte att spara formuläret")]
    [InlineData("tr", "Kayıt formu çalışmıyor, hata mesajı yok")]
    [InlineData("ru", "Ошибка при сохранении")]
    [InlineData("uk", "Помилка під час збереження")]
    [InlineData("ja", "ログインできない")]
    [InlineData("zh", "登录后页面空白")]
    [InlineData("ko", "로그인 오류")]
    public void A_title_of_a_few_words_is_enough(string code, string title) => LanguageDetector.Detect(title).Code.ShouldBe(code);

    [Theory]
    [InlineData("Fix NPE in FooBar")]
    [InlineData("Upgrade Log4j to 2.17")]
    [InlineData("Jenkins Docker Kubernetes")]
    [InlineData("Los Angeles, Las Vegas, El Paso")]
    [InlineData("Von Neumann, Van der Waals, De Morgan")]
    [InlineData("Redis cluster OOM")]
    [InlineData("Mercado Pago integration")]
    [InlineData("Casa Bonita menu")]
    [InlineData("La Poste tracking")]
    [InlineData("Café menu")]
    [InlineData("Zürich office")]
    [InlineData("Deutsche Bank, Crédit Agricole")]
    [InlineData("iOS 15 crash")]
    [InlineData("React Vue Angular Svelte")]
    [InlineData("com.acme.die.der.das.UndNicht")]
    [InlineData("/var/log/ein/und/oder/nicht.log")]
    [InlineData("ES, DE, LA, SI, NO")]
    [InlineData("Add El Corte Inglés as a merchant")]
    public void Names_and_code_are_not_called_another_language(string title)
    {
        var detected = LanguageDetector.Detect(title);
        detected.Code.ShouldBeOneOf("en", "und");
        detected.Confidence.ShouldBeLessThan(0.6);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   \n\t")]
    [InlineData("12345 -- 67 / 89 %")]
    [InlineData("🙂🙂🎉")]
    [InlineData("\ud800\udc00\ud800")]
    [InlineData("KPI SLA ETL")]
    public void Nothing_to_read_is_undetermined(string text) => LanguageDetector.Detect(text).ShouldBe(DetectedLanguage.Undetermined);

    [Fact]
    public void A_stack_trace_does_not_make_a_German_ticket_English()
    {
        var trace = string.Concat(Enumerable.Repeat("    at org.example.Shop.checkout(Shop.java:42)\n", 40));

        LanguageDetector.Detect(
            "Die Bestellung kann nicht gespeichert werden, wenn der Kunde keine Adresse hat.\njava.lang.NullPointerException: value was null\n"
                + trace).Code.ShouldBe("de");
    }

    [Fact]
    public void Fenced_code_is_not_read()
    {
        const string English = "The user clicks the button and nothing happens because the list is empty.\n";

        LanguageDetector.Detect("Erreur à la connexion, le message est vide.\n```\n" + English + English + English + "```\n").Code.ShouldBe("fr");
        LanguageDetector.Detect("Erreur à la connexion, le message est vide.\n{noformat}\n" + English + English + English + "{noformat}\n").Code.ShouldBe("fr");
        LanguageDetector.Detect("Erreur à la connexion, le message est vide.\n" + English + English + English).Code.ShouldBe("en");
    }

    [Fact]
    public void A_foreign_label_in_an_English_ticket_changes_nothing()
    {
        LanguageDetector.Detect("The label \"保存成功\" is shown when the form is saved, but it should say \"已保存\" as on the other pages.").Code.ShouldBe("en");
        LanguageDetector.Detect("The German label \"Bitte nicht vergessen\" is too long for the button, so the text is cut off.").Code.ShouldBe("en");
    }

    [Fact]
    public void Product_names_and_log_lines_do_not_hide_another_script() =>
        LanguageDetector.Detect(
            "支付接口在高峰期经常超时，需要增加重试 PaymentGateway checkout-service SocketTimeoutException okhttp3.internal ERROR [main] c.a.p.Gateway").Code.ShouldBe("zh");

    [Fact]
    public void More_of_the_same_language_raises_the_confidence()
    {
        const string Sentence = "Der Benutzer kann die Rechnung nicht öffnen, weil die Datei fehlt. ";
        var one = LanguageDetector.Detect(Sentence).Confidence;
        var four = LanguageDetector.Detect(Sentence + Sentence + Sentence + Sentence).Confidence;

        four.ShouldBeGreaterThan(one);
        four.ShouldBeGreaterThan(0.8);
    }

    [Fact]
    public void Two_languages_in_equal_parts_lower_the_confidence()
    {
        const string German = "Der Benutzer kann die Rechnung nicht öffnen, weil die Datei fehlt. Das muss behoben werden. ";
        const string Dutch = "De gebruiker kan het bestand niet openen omdat het ontbreekt. Dat moet worden opgelost. ";

        LanguageDetector.Detect(German + Dutch).Confidence.ShouldBeLessThan(LanguageDetector.Detect(German).Confidence);
    }

    [Fact]
    public void Only_the_beginning_is_read()
    {
        var german = string.Concat(Enumerable.Repeat("Der Benutzer kann die Rechnung nicht öffnen. ", 200));

        LanguageDetector.Detect(german + string.Concat(Enumerable.Repeat("The user cannot open the file and does not know why. ", 2000))).Code.ShouldBe("de");
        LanguageDetector.Detect(new string(' ', 100_000) + german).ShouldBe(DetectedLanguage.Undetermined);
    }

    [Theory]
    [InlineData("l'utilisateur n'a pas d'adresse")]
    [InlineData("l’utilisateur n’a pas d’adresse")]
    public void Elided_words_count_with_either_apostrophe(string text) => LanguageDetector.Detect(text).Code.ShouldBe("fr");

    [Fact]
    public void Capital_letters_throughout_are_read_too() =>
        LanguageDetector.Detect("DER BENUTZER KANN DIE RECHNUNG NICHT ÖFFNEN, WEIL DATEI FEHLT").Code.ShouldBe("de");

    [Fact]
    public void Markup_around_words_does_not_hide_them() => LanguageDetector.Detect("# **Der** _Benutzer_ (kann) \"nicht\" – *speichern*!").Code.ShouldBe("de");
}
