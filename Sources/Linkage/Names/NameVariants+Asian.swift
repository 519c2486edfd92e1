extension NameVariants {
    static let filipino = """
        alejandro alex andro
        alfredo fred
        angelica angel angie
        antonio tony toni
        bernadette bernie badette
        concepcion connie
        consuelo connie
        corazon cora cory
        danilo danny dan
        emmanuel manny emman
        ernesto nesto
        esperanza espie
        evangeline vangie
        ferdinand ferdie
        leonardo nardo
        leticia letty
        lourdes lou
        maria ma
        maricel cel
        marilou malou
        milagros mila
        remedios remy
        reynaldo rey
        ricardo ricky
        roberto bert obet
        rodolfo rudy
        rodrigo rod
        rolando rolly
        rommel mel
        teresita tess tessie
        virgilio virgil

        """

    /// Indian, Pakistani, Bangladeshi, Sri Lankan and Nepali names: v, w and b, sh and s, ee and i, t and th are one.
    static let southAsian = """
        ajit ajith ajeet
        anil aneel
        anita anitha aneeta
        baljit baljeet
        balwinder balvinder
        bishnu vishnu
        davinder devinder dawinder
        debendra devendra
        deepa dipa
        deepak dipak
        gita geeta geetha
        gurvinder gurwinder
        hardeep hardip
        harjit harjeet
        harpreet harprit
        harvinder harwinder
        jagdeep jagdip
        jaspreet jasprit
        jaswinder jasvinder
        jayanthi jayanti jeyanthi
        jyoti jyothi joti
        kamala kamla
        kavita kavitha kabita
        kuldeep kuldip
        kulwinder kulvinder
        lakshmi laxmi luxmi
        lalita lalitha
        latha lata
        leena lina
        malathi malati
        mandeep mandip
        manjit manjeet
        manpreet manprit
        mathew mathews mathai
        meena mina
        navdeep navdip
        naveen nabin navin
        neelam nilam
        nisha neesha
        nuwan nuvan
        paramjit paramjeet
        parvati parbati parvathi
        pradeep pradip prodip
        praveen prabin pravin
        puja pooja
        purna poorna
        rajinder rajender
        ranjit ranjith ranjeet
        ravindra rabindra raveendra
        reena rina
        samjhana samjana
        sandeep sandip
        sangita sangeeta sangeetha
        saraswati saraswathi sarswati
        sarita saritha
        satwinder satvinder
        savita savitha sabita
        seema sima
        shankar sankar
        shanthi shanti santhi
        sheela shila sheila
        shiva siva
        shobha sobha shova
        shyam syam
        sita seeta
        sivakumar shivakumar
        smita smitha
        srijana sirjana shrijana
        srishti shristi
        subramaniam subramanian subramanyam
        sujata sujatha
        sukhwinder sukhvinder
        sumathi sumati
        sunil suneel
        sunita sunitha suneeta
        surinder surender
        surjit surjeet
        sushma susma
        swati swathi
        thushara tushara
        vasantha wasantha basanta vasanta
        veena bina vina
        vijay bijay vijai
        vijaya wijaya bijaya
        vikas bikash vikash bikas
        vimala wimala bimala
        vinita binita
        vinod binod
        vivek bibek
        yuvraj yubraj yuvaraj

        """

    /// Names of Muslims of South Asia, Nigeria and elsewhere.
    static let arabic = """
        abubakar abubakr aboubakar bubakar
        ahmed ahmad ahmet
        aisha ayesha aysha ayisha aishah aesha aishatu
        amina ameena aminah amena aminatu
        dawood daud dauda dawud
        farzana farjana
        fatima fathima fatema fatimah fatma fatimatu fatoumata
        hafsa hafsah hafsat
        halima halimah haleema halimat
        hassan hasan
        hussain hussein hossain husain hussaini
        ibrahim ebrahim ibraheem
        imran emran
        iqbal eqbal ekbal
        ismail esmail ismael ismaeel ismaila
        jamil jameel
        karim kareem
        khadija khadijah khatija kadija hadiza
        khalid khaled
        maryam mariam mariyam meryem marium
        mohammed muhammad mohammad mohamed muhammed mohamad md mohd mo mohamud
        musa moussa mousa
        mustafa mostafa mustapha moustapha
        nadeem nadim
        naeem naim
        nasir naser nasser nasiru
        nasreen nasrin
        noor nur
        parveen parvin perveen
        rabia rabeya rabiya
        rashid rasheed rashed
        razia rajia
        rukhsana ruksana rukshana roksana
        saeed said saied
        salim saleem selim
        shabnam shobnom
        shahid shaheed
        shakil shakeel
        sharmin sharmeen
        shirin shireen
        sulaiman suleiman suleman solaiman sulaimon
        sumaiya sumayya
        syed sayed sayyid saiyed
        tahmina tahmeena
        tariq tarek tareq tarik
        umar omar omer oumar
        usman uthman osman ousmane
        wasim waseem
        yakub yaqub yakubu yaqoob
        yasmin yasmeen yasmine
        yusuf yousef youssef yousuf yusuff
        zahra zehra zohra
        zainab zaynab zeinab jainab
        zubair jubair zubayr

        """

    /// Family names.
    static let families = """
        agarwal aggarwal agrawal
        banerjee bandyopadhyay
        bhattacharya bhattacharjee bhattacharyya
        chatterjee chattopadhyay
        chaudhry chowdhury choudhury chaudhary choudhary chaudhri chowdhry
        ganguly gangopadhyay
        hussain hussein hossain husain hosen
        iyer aiyar
        mohammed muhammad mohammad mohamed muhammed mohamad mohamud
        mukherjee mukhopadhyay
        nair nayar
        pillai pillay
        poudel paudel poudyal
        qureshi quraishi koreshi kureshi
        rahman rehman
        sheikh shaikh shekh sheik
        siddiqui siddique siddiqi siddiquee
        yusuf yousef youssef yousuf yusuff

        """
}
