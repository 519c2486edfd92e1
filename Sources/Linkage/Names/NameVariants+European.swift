extension NameVariants {
    static let british = """
        abigail abi abby abbie
        adam ad
        alan al allan allen
        albert bert al
        alexander alex alec sandy sasha xander
        alexandra alex sandra lexi sasha
        alfred alf alfie fred
        alison ali ally allison
        amanda mandy
        amelia millie
        andrew andy drew
        angela angie ange
        anthony tony ant antony
        arthur art
        barbara babs barb basia
        benjamin ben benny benji
        bernard bernie
        bethany beth
        bradley brad
        brian bryan
        bridget bridie biddy
        cameron cam
        caroline carrie caz
        catherine cathy kate cath
        cecilia cissie
        charles charlie chas chuck
        charlotte charlie lottie
        christine chris chrissie tina
        christopher chris kit
        clifford cliff
        daniel dan danny danut
        danielle dani
        david dave davey dai davy
        deborah debbie deb debra
        derek del derrick
        dominic dom
        donald don
        dorothy dot dottie dolly
        douglas doug dougie
        edward ed eddie ted ned teddy
        edwin ed eddie
        eleanor ellie nell nora
        elizabeth liz beth betty eliza lisa libby bess lizzie liza elisabeth
        emily em
        ernest ernie
        eugene gene
        florence flo florrie
        frances fran frankie
        francis frank frankie
        frederick fred freddie
        gareth gaz gary
        geoffrey geoff jeff jeffrey
        georgina georgie
        gerald gerry jerry
        gerard gerry ged
        gillian gill jill jillian
        gordon gord
        graham graeme grahame
        gregory greg
        gwendoline gwen
        harold harry
        harriet hattie
        henry harry hal
        herbert herb bert
        hilary hils
        irene rene
        isabel izzy bella bela isobel isabella
        jacob jake
        jacqueline jackie jacqui
        james jim jimmy jamie
        janet jan
        janice jan
        jennifer jen jenny jenni jenna
        jeremy jem jez jerry
        jessica jess jessie
        john jack johnny jon
        jonathan jon jonny
        josephine jo josie
        joseph joe joey jos
        joshua josh
        judith judy jude
        julian jules
        katherine kate kathy katie kath kathryn kitty
        kathleen kath kathy
        kenneth ken kenny
        kevin kev
        kimberley kim
        lawrence larry laurie laurence
        leonard len lenny leo
        leslie les
        lewis lew louis
        lillian lily lil lilian
        lucinda lucy
        madeleine maddie
        malcolm mal
        margaret maggie meg peggy marge madge greta
        marjorie marge
        martin marty
        matthew matt
        maureen mo
        maxwell max
        megan meg
        melanie mel
        melissa mel
        michael mike mick micky
        michelle shell
        miranda mandy
        mitchell mitch
        nathaniel nathan nat nate
        natalie nat
        nicholas nick nicky nicolas
        nicola nicky nikki
        nigel nige
        norman norm
        oliver ollie
        olivia liv livvy
        pamela pam
        patricia pat tricia trish patsy
        patrick pat paddy
        penelope penny
        peter pete
        philip phil phillip
        philippa pippa
        rachel rach
        raymond ray
        rebecca becky becca bex beck
        reginald reg reggie
        richard rick dick ricky rich richie
        robert rob bob bobby bert robbie
        roderick rod rory
        rodney rod
        roger rodge
        ronald ron ronnie
        rosemary rose rosie
        russell russ
        samantha sam sammy
        samuel sam sammy
        sandra sandy
        sarah sally
        sharon shaz
        simon si
        sidney sid sydney
        sophie soph
        stanley stan
        stephen steve steven stevie
        stephanie steph
        stuart stu stewart
        susan sue susie suzy susannah
        terence terry
        teresa terri tess
        theodore theo ted teddy
        theresa terri tess
        thomas tom tommy
        timothy tim
        tracey trace tracy
        valerie val
        victoria vicky vic tori
        vincent vince
        vivienne viv vivian
        walter walt
        wendy wend
        wilfred wilf
        william bill will billy liam willy
        winifred win winnie
        yvonne eve
        zachary zach zac zack

        """

    static let romanian = """
        adrian adi
        adriana adi
        alexandru alex sandu
        aurel relu
        constantin costel costica costi dinu
        cristian cristi
        cristina cristi cris tina
        daniela dana
        dumitru mitica
        ecaterina cati
        elena lenuta leni
        florin florinel
        gabriel gabi
        gabriela gabi
        georgiana geo
        gheorghe george gigi gicu
        ioan ion ionel ionut nelu
        ioana oana
        laurentiu lau
        magdalena magda
        margareta marga
        mihaela miha
        mihai mihaita
        nicolae nicu nicusor
        ovidiu ovi
        petru petre petrica
        stefan fane stefanel
        teodor teo
        teodora dora
        valentin vali
        valentina vali
        vasile vasilica

        """

    static let polish = """
        agnieszka aga
        aleksander olek
        aleksandra ola
        anna ania anka
        bartlomiej bartek
        bartosz bartek
        elzbieta ela
        grzegorz grzes grzesiek
        halina hala
        izabela iza
        jakub kuba
        jan janek
        jerzy jurek
        joanna jo joanne asia joasia
        jozef jozek
        katarzyna kasia kaska
        kazimierz kazik
        krystyna krysia
        krzysztof krzys krzysiek kris
        maciej maciek
        malgorzata gosia malgosia
        mateusz mati
        miroslaw mirek
        natalia natalka
        piotr piotrek
        przemyslaw przemek
        ryszard rysiek
        slawomir slawek
        stanislaw staszek
        szymon szymek
        tadeusz tadek
        tomasz tomek
        urszula ula
        waldemar waldek
        wieslaw wiesiek
        wladyslaw wladek
        wojciech wojtek
        zbigniew zbyszek
        zofia zosia
        zuzanna zuza

        """

    static let portuguese = """
        alexandre alex xande
        beatriz bia
        carolina carol
        eduardo edu dudu ed
        fernando nando
        francisco chico kiko
        guilherme gui
        joaquim quim
        jose ze zeca joey
        manuel manel nelo manny
        margarida guida
        rafael rafa
        sebastiao tiao
        filipa pipa

        """
}
