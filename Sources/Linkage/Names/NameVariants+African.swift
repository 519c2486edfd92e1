extension NameVariants {
    /// Yoruba and Igbo names are sentences, of which people use a word.
    static let nigerian = """
        abimbola bimbola bimbo
        abiodun biodun
        adaeze ada
        adaobi ada
        adebayo bayo
        adebukola bukola bukky
        adedeji deji
        adekunle kunle
        aderonke ronke
        adetayo tayo
        adewale wale
        adeyemi yemi
        adeyinka yinka
        akinwale wale
        amarachi amara
        ayodeji deji ayo
        ayodele dele ayo
        babatunde tunde
        bamidele dele
        chiamaka amaka
        chibuzor chibuzo
        chinenye nenye
        chukwuemeka emeka
        chukwuka chuka
        ebelechukwu ebele
        folasade sade folashade shade
        ifeoluwa ife
        ifeoma ify
        ikechukwu ike iyke
        kolawole kola
        kosisochukwu kosi
        mercy mercie
        modupe dupe
        moronke ronke
        nkechinyere nkechi
        nkiruka nkiru
        nwamaka amaka
        obiageli oby
        obinna obi
        ogechukwu ogechi oge
        oladele dele
        olakunle kunle
        olatunde tunde
        olawale wale
        olayemi yemi
        olayinka yinka
        olubunmi bunmi oluwabunmi
        olufunke funke
        olufunmilayo funmilayo funmi
        olumide mide
        olusegun segun
        olusola olushola shola sola oluwashola
        oluwabukola bukola bukky
        oluwadamilola damilola dami
        oluwafemi femi olufemi
        oluwakemi kemi
        oluwaseun seun
        oluwaseyi seyi
        oluwatobi tobi oluwatobiloba tobiloba
        oluwatosin tosin
        oluwatoyin toyin olutoyin
        oluwayemisi yemisi
        omotayo tayo
        onyinyechi onyinye
        opeyemi ope yemi
        taiwo taiye taye
        temitayo tayo
        temitope tope temi
        titilayo titi
        uchechukwu uche
        uchenna uche

        """

    /// The names of the day of birth, in Asante, Fante and other spelling.
    static let ghanaian = """
        abena abenaa
        adwoa adjoa adzoa ajoa
        afua efua afia efia
        akosua akosuah
        akua ekua
        ama amba
        ebenezer eben
        kwabena kobina kobena
        kwadwo kojo kwodwo
        kwaku kweku
        kwame kwamena
        kwasi kwesi akwasi
        yaw yao kwaw

        """

    /// Shona and Ndebele names.
    static let zimbabwean = """
        bhekimpilo bheki
        busisiwe busi
        fadzai fadzayi
        farai farayi
        kudakwashe kuda
        mthokozisi thoko
        nomthandazo thandi
        nothando thando
        nyaradzo nyari
        sibongile bongi
        simbarashe simba
        sithembile thembi
        takudzwa taku
        tawanda tawa
        tendai tendayi
        thandeka thandi
        thandiwe thandi
        tonderai tonde
        vimbai vimbayi

        """
}
