// SPDX-License-Identifier: GPL-2.0-or-later
//
// News prose and the charsets it was written in before UTF-8.
#ifndef NEWSEARCH_TESTS_TEXT_CHARSET_SAMPLES_H_
#define NEWSEARCH_TESTS_TEXT_CHARSET_SAMPLES_H_

namespace newsearch {

struct CharsetSample {
  const char* language;
  const char* charsets;  // separated by blanks
  const char* text;      // sentences, one a line
};

inline constexpr CharsetSample kCharsetSamples[] = {
    {"Danish", "windows-1252 ISO-8859-1 IBM850",
     "Regeringen præsenterede i går et forslag om at støtte små virksomheder i København.\n"
     "Over tusind mennesker deltog på mødet, hvor også borgmesteren fra Århus talte.\n"
     "Projektet begyndte for tre år siden og skal være færdigt før sommeren næste år.\n"},
    {"German", "windows-1252 ISO-8859-1 ISO-8859-15 IBM850 macintosh",
     "Die Universität München eröffnete am Donnerstag ein Forschungszentrum für künstliche Intelligenz.\n"
     "Über dreihundert Gäste aus ganz Österreich und der Schweiz kamen zur Eröffnung.\n"
     "Der Bürgermeister erklärte, das Projekt könne die Straßen der Stadt ruhiger und größer machen.\n"},
    {"Swedish", "windows-1252 ISO-8859-1 IBM850",
     "Forskare från Göteborg visade på måndagen hur sjöarna i norra Sverige förändras.\n"
     "Mötet hölls i Malmö och lockade flera hundra åhörare från hela Östersjöområdet.\n"
     "Nästa år ska försöket göras om på fler platser, säger projektledaren.\n"},
    {"Finnish", "windows-1252 ISO-8859-1",
     "Tutkijat esittelivät Jyväskylässä uuden menetelmän, jolla järvien tilaa voidaan mitata.\n"
     "Hankkeen päätöskokous järjestetään Hämeenlinnassa ensi kesänä, kertoo työryhmä.\n"
     "Tähän mennessä yli sata henkilöä on ilmoittautunut mukaan seminaariin.\n"},
    {"Icelandic", "windows-1252 ISO-8859-1",
     "Ríkisstjórnin kynnti í gær nýja áætlun um að styðja við lítil fyrirtæki á landsbyggðinni.\n"
     "Fundurinn var haldinn í Reykjavík og þar töluðu bæði ráðherra og borgarstjóri.\n"
     "Verkefnið hófst fyrir þremur árum og því á að ljúka næsta sumar.\n"},
    {"French", "windows-1252 ISO-8859-1 ISO-8859-15 macintosh IBM850",
     "Le ministère a présenté hier à Paris un projet destiné à aider les petites entreprises.\n"
     "Près de mille personnes ont assisté à la conférence, où le maire de Besançon était invité.\n"
     "Les chercheurs espèrent achever leurs travaux avant l'été, après trois années d'études.\n"},
    {"Spanish", "windows-1252 ISO-8859-1",
     "El Ministerio presentó ayer en Málaga un plan para ayudar a las pequeñas empresas de la región.\n"
     "Según los organizadores, más de mil personas acudieron a la reunión celebrada en España.\n"
     "¿Cuándo terminará el proyecto? La próxima primavera, explicó el señor Muñoz.\n"},
    {"Portuguese", "windows-1252 ISO-8859-1",
     "O ministério apresentou ontem em São Paulo um programa de apoio às pequenas empresas da região.\n"
     "A reunião não foi aberta à população, mas contou com a presença de três cientistas.\n"
     "As inscrições começam em março e vão até o mês de julho, informou a direção.\n"},
    {"Italian", "windows-1252 ISO-8859-1",
     "La città di Forlì ospiterà lunedì un incontro sulla qualità dell'aria e sulla mobilità.\n"
     "Il progetto è stato finanziato perché può aiutare le università più piccole.\n"
     "Il sindaco ha detto che ciò sarà possibile già dal prossimo anno, cioè prima dell'estate.\n"},
    {"Catalan", "windows-1252 ISO-8859-1",
     "La Generalitat va presentar ahir a Lleida un projecte per ajudar les petites empreses del país.\n"
     "La reunió, que va començar a les nou del matí, és la tercera que se celebra aquest any.\n"
     "Els científics també volen saber què passarà amb l'aigua dels rius els pròxims mesos.\n"},
    {"Dutch with quotation marks", "windows-1252",
     "De minister zei maandag dat het project \xE2\x80\x9C"
     "een groot succes\xE2\x80\x9D is \xE2\x80\x93 ook volgens de gemeente.\n"
     "Onderzoekers uit Belgi\xC3\xAB en Nederland werkten drie jaar samen aan de co\xC3\xB6rdinatie.\n"
     "\xE2\x80\x98We zijn er klaar voor\xE2\x80\x99, zegt de directeur van het caf\xC3\xA9 aan de haven.\n"},
    {"Polish", "windows-1250 ISO-8859-2 IBM852",
     "Ministerstwo ogłosiło wczoraj w Łodzi program pomocy dla małych przedsiębiorstw.\n"
     "W spotkaniu wzięło udział ponad tysiąc osób, również prezydent miasta Gdańska.\n"
     "Naukowcy mają nadzieję, że badania zakończą się przed końcem przyszłego miesiąca.\n"},
    {"Czech", "windows-1250 ISO-8859-2 IBM852",
     "Ministerstvo včera v Brně představilo program na podporu malých podniků.\n"
     "Schůze se zúčastnilo více než tisíc lidí, mezi nimi také starosta města Plzně.\n"
     "Vědci doufají, že výzkum bude dokončen ještě před koncem příštího měsíce.\n"},
    {"Slovak", "windows-1250 ISO-8859-2",
     "Ministerstvo včera v Košiciach predstavilo program na podporu malých podnikov.\n"
     "Na stretnutí sa zúčastnilo viac než tisíc ľudí, medzi nimi aj primátor Žiliny.\n"
     "Vedci dúfajú, že výskum sa skončí ešte pred koncom budúceho mesiaca.\n"},
    {"Hungarian", "windows-1250 ISO-8859-2",
     "A minisztérium tegnap Győrben mutatta be a kisvállalkozásokat segítő új programját.\n"
     "A találkozón több mint ezer ember vett részt, köztük a szegedi főpolgármester is.\n"
     "A kutatók szerint a munka még a jövő hónap vége előtt befejeződik, ha lesz elég idő.\n"},
    {"Romanian", "windows-1250 ISO-8859-2",
     "Ministerul a prezentat ieri la Braşov un program pentru sprijinirea întreprinderilor mici.\n"
     "La întâlnire au participat peste o mie de oameni, printre care şi primarul oraşului Iaşi.\n"
     "Cercetătorii speră că lucrările vor fi încheiate înainte de sfârşitul lunii viitoare.\n"},
    {"Croatian", "windows-1250 ISO-8859-2",
     "Ministarstvo je jučer u Zagrebu predstavilo program za pomoć malim poduzećima.\n"
     "Na sastanku je bilo više od tisuću ljudi, među njima i gradonačelnik Šibenika.\n"
     "Znanstvenici očekuju da će istraživanje završiti još prije kraja idućeg mjeseca.\n"},
    {"Slovenian", "windows-1250 ISO-8859-2",
     "Ministrstvo je včeraj v Ljubljani predstavilo program za pomoč malim podjetjem.\n"
     "Srečanja se je udeležilo več kot tisoč ljudi, med njimi tudi župan Škofje Loke.\n"
     "Znanstveniki pričakujejo, da se bo raziskava končala še pred koncem meseca.\n"},
    {"Turkish", "windows-1254 ISO-8859-9",
     "Bakanlık dün İstanbul'da küçük işletmelere destek olacak yeni bir programı tanıttı.\n"
     "Toplantıya binden fazla kişi katıldı; Eskişehir belediye başkanı da konuştu.\n"
     "Araştırmacılar çalışmanın gelecek ayın sonundan önce bitirileceğini söylüyor.\n"},
    {"Latvian", "windows-1257 ISO-8859-4",
     "Ministrija vakar Rīgā iepazīstināja ar jaunu programmu mazo uzņēmumu atbalstam.\n"
     "Sanāksmē piedalījās vairāk nekā tūkstotis cilvēku, arī Liepājas domes priekšsēdētājs.\n"
     "Zinātnieki cer, ka pētījums tiks pabeigts vēl pirms nākamā mēneša beigām.\n"},
    {"Lithuanian", "windows-1257",
     "Ministerija vakar Vilniuje pristatė naują programą mažoms įmonėms remti.\n"
     "Susitikime dalyvavo daugiau kaip tūkstantis žmonių, tarp jų ir Šiaulių meras.\n"
     "Mokslininkai tikisi, kad tyrimas bus baigtas dar prieš kito mėnesio pabaigą.\n"},
    {"Estonian", "windows-1252 windows-1257",
     "Ministeerium esitles eile Võrus uut programmi, mis peab väikeettevõtteid toetama.\n"
     "Kohtumisel osales üle tuhande inimese, nende seas ka Pärnu linnapea ja õpetajad.\n"
     "Teadlased loodavad, et töö lõpetatakse enne järgmise kuu lõppu.\n"},
    {"Maltese", "ISO-8859-3",
     "Il-ministru ħabbar ilbieraħ programm ġdid biex jgħin lin-negozji ż-żgħar f'Għawdex.\n"
     "Għal-laqgħa ġew aktar minn elf ruħ, fosthom is-sindku tar-Rabat u ħafna għalliema.\n"
     "Ir-riċerkaturi jittamaw li l-ħidma titlesta qabel l-aħħar tax-xahar li ġej.\n"},
    {"Russian", "windows-1251 KOI8-R ISO-8859-5 IBM866 x-mac-cyrillic",
     "Министерство вчера представило в Москве программу помощи малым предприятиям.\n"
     "Во встрече приняли участие более тысячи человек, в том числе мэр Новосибирска.\n"
     "Учёные надеются, что исследование будет завершено ещё до конца следующего месяца.\n"},
    {"Ukrainian", "windows-1251 KOI8-U",
     "Міністерство вчора представило в Києві програму допомоги малим підприємствам.\n"
     "У зустрічі взяли участь понад тисяча осіб, серед них і міський голова Львова.\n"
     "Науковці сподіваються, що дослідження буде завершене ще до кінця наступного місяця.\n"},
    {"Bulgarian", "windows-1251 ISO-8859-5",
     "Министерството представи вчера в София програма за подпомагане на малките предприятия.\n"
     "В срещата участваха повече от хиляда души, сред които и кметът на Пловдив.\n"
     "Учените се надяват, че изследването ще завърши още преди края на следващия месец.\n"},
    {"Serbian", "windows-1251 ISO-8859-5",
     "Министарство је јуче у Београду представило програм помоћи малим предузећима.\n"
     "На састанку је било више од хиљаду људи, међу њима и градоначелник Ниша.\n"
     "Научници очекују да ће истраживање бити завршено пре краја следећег месеца.\n"},
    {"Greek", "windows-1253 ISO-8859-7",
     "Το υπουργείο παρουσίασε χθες στην Αθήνα ένα πρόγραμμα για τις μικρές επιχειρήσεις.\n"
     "Στη συνάντηση συμμετείχαν περισσότεροι από χίλιοι πολίτες και ο δήμαρχος της Πάτρας.\n"
     "Οι ερευνητές ελπίζουν ότι η μελέτη θα ολοκληρωθεί πριν από το τέλος του επόμενου μήνα.\n"},
    {"Hebrew", "windows-1255 ISO-8859-8",
     "המשרד הציג אתמול בירושלים תוכנית חדשה לסיוע לעסקים קטנים.\n"
     "בפגישה השתתפו יותר מאלף אנשים, ובהם גם ראש העיר חיפה ומורים רבים.\n"
     "החוקרים מקווים שהמחקר יסתיים עוד לפני סוף החודש הבא, כך נמסר היום.\n"},
    {"Arabic", "windows-1256 ISO-8859-6",
     "قدمت الوزارة أمس في القاهرة برنامجا جديدا لدعم الشركات الصغيرة.\n"
     "وشارك في الاجتماع أكثر من ألف شخص من بينهم رئيس بلدية الإسكندرية.\n"
     "ويأمل الباحثون أن تنتهي الدراسة قبل نهاية الشهر المقبل.\n"},
    {"Thai", "windows-874 TIS-620",
     "กระทรวงเปิดตัวโครงการใหม่เพื่อช่วยเหลือธุรกิจขนาดเล็กที่กรุงเทพเมื่อวานนี้\n"
     "มีผู้เข้าร่วมประชุมมากกว่าหนึ่งพันคน รวมทั้งนายกเทศมนตรีเมืองเชียงใหม่\n"
     "นักวิจัยหวังว่าการศึกษาจะเสร็จสิ้นก่อนสิ้นเดือนหน้า\n"},
    {"Vietnamese", "windows-1258",
     "Bộ đã giới thiệu hôm qua tại Hà Nội một chương trình mới để hỗ trợ các doanh nghiệp nhỏ.\n"
     "Hơn một nghìn người đã tham dự cuộc họp, trong đó có chủ tịch thành phố Huế.\n"
     "Các nhà nghiên cứu hy vọng công việc sẽ hoàn thành trước cuối tháng sau.\n"},
    {"Chinese, simplified", "GB18030 GB2312",
     "教育部昨天在北京介绍了一项支持小企业的新计划。\n"
     "一千多人参加了会议，其中包括上海市的市长和许多教师。\n"
     "研究人员希望这项工作能够在下个月底以前完成。\n"},
    {"Chinese, traditional", "Big5 GB18030",
     "教育部昨天在臺北介紹了一項支持小企業的新計畫。\n"
     "一千多人參加了會議，其中包括高雄市的市長和許多教師。\n"
     "研究人員希望這項工作能夠在下個月底以前完成。\n"},
    {"Japanese", "Shift_JIS EUC-JP ISO-2022-JP",
     "文部科学省は昨日、東京で小さな企業を支援する新しい計画を発表した。\n"
     "会議には千人以上が参加し、大阪市の市長も出席してあいさつした。\n"
     "研究者たちは、来月の終わりまでにこの調査が完了することを期待している。\n"},
    {"Korean", "EUC-KR windows-949",
     "교육부는 어제 서울에서 작은 기업을 지원하는 새로운 계획을 발표했다.\n"
     "회의에는 천 명이 넘는 사람들이 참가했으며 부산 시장도 함께 자리했다.\n"
     "연구자들은 다음 달 말까지 이 조사가 끝나기를 기대하고 있다고 말했다.\n"},
};

}  // namespace newsearch

#endif  // NEWSEARCH_TESTS_TEXT_CHARSET_SAMPLES_H_
