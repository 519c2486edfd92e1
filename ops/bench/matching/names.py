"""Names of the care workforce by nationality group: common given names of women and men, family names, town-names' stems.

Made up into people by generate.py; a name's place in its list says how common it is.
"""

GIVEN = {
    "british": (
        "Susan Julie Karen Jacqueline Deborah Tracey Jane Helen Diane Sharon Sarah Claire Nicola Emma Lisa Joanne "
        "Michelle Donna Louise Amanda Rebecca Laura Gemma Rachel Kelly Victoria Katherine Lauren Jessica Charlotte "
        "Hannah Sophie Amy Emily Chloe Bethany Megan Georgia Olivia Lucy Shannon Paige Abigail Elizabeth Margaret "
        "Christine Patricia Carol Linda Alison Catherine Wendy Gillian Lorraine Pauline Maureen Dawn Heather Zoe",
        "David Paul Andrew Mark John Michael Stephen Ian Robert Richard Christopher Peter Simon Anthony Kevin Gary "
        "James Steven Matthew Daniel Craig Jason Lee Darren Stuart Neil Adam Ryan Thomas Benjamin Jonathan Luke "
        "Joseph Samuel Jack Joshua Liam Connor Jordan Kieran Nathan Callum Lewis Harry George William Edward "
        "Martin Philip Graham Keith Alan Colin Nigel Barry Trevor Raymond Derek Roger Terence",
        "Smith Jones Williams Taylor Brown Davies Evans Wilson Thomas Johnson Roberts Robinson Thompson Wright "
        "Walker White Edwards Hughes Green Hall Lewis Harris Clarke Patel Jackson Wood Turner Martin Cooper Hill "
        "Ward Morris Moore Clark Lee King Baker Harrison Morgan Allen James Scott Phillips Watson Davis Parker "
        "Price Bennett Young Griffiths Mitchell Kelly Cook Carter Richardson Bailey Collins Bell Shaw Murphy Miller "
        "Cox Khan Richards Marshall Anderson Simpson Ellis Adams Singh Begum Wilkinson Foster Chapman Powell Webb "
        "Rogers Gray Mason Ali Hunt Hussain Campbell Matthews Owen Palmer Holmes Mills Barnes Knight Lloyd Butler"),
    "indian": (
        "Lovepreet Harpreet Manpreet Jaspreet Navdeep Simran Amandeep Kiran Gurpreet Sandeep Priya Anju Bindu Sheeba "
        "Jincy Sini Reshma Neethu Remya Sreeja Merin Blessy Sneha Anjali Divya Pooja Deepa Asha Lakshmi Kavitha "
        "Rekha Sunita Meera Jisha Jaya Smitha Soumya Tintu Aleena Ancy Parvathy Shalini Nisha Swapna Rajni Mariamma",
        "Gurpreet Harpreet Mandeep Amandeep Lovepreet Jagdeep Sukhdeep Rajesh Suresh Biju Shaji Jose Binu Anil "
        "Sunil Vinod Manoj Sajan Jijo Tony Abin Arun Vishnu Akhil Rahul Amit Sanjay Ravi Deepak Vijay Ajay Santosh "
        "Jobin Robin Nikhil Sachin Mathew Thomas George Varun Karthik Prakash Ramesh Mahesh Naveen Pradeep Gagandeep",
        "Kaur Singh Thomas Mathew Joseph George Varghese Philip Jacob Abraham Kurian Chacko Antony Sebastian Xavier "
        "Patel Sharma Kumar Nair Menon Pillai Gill Sandhu Sidhu Dhillon Grewal Dhaliwal Bains Reddy Rao Devi Gupta "
        "Shah Verma Yadav Raj Rajan Krishnan Kuriakose Cherian Paul Babu Devasia Iyer Das Mishra Joshi Desai Mehta"),
    "pakistani": (
        "Fatima Ayesha Sana Maryam Zainab Amina Khadija Sadia Nadia Saima Shazia Rabia Samina Nasreen Farzana Rukhsana "
        "Tahira Noreen Bushra Asma Hina Sidra Iqra Kiran Uzma Shabana Parveen Shamim Yasmin Rubina Nazia Sumaira",
        "Muhammad Ali Ahmed Hassan Usman Bilal Imran Kamran Asif Tariq Khalid Nadeem Shahid Zahid Adnan Faisal Waqas "
        "Hamza Umar Abdul Syed Ubaid Saad Junaid Irfan Rizwan Naveed Arshad Tahir Sajid Amjad Waseem Zeeshan Fahad",
        "Khan Ahmed Hussain Ali Bibi Begum Akhtar Malik Iqbal Shah Raja Mahmood Butt Chaudhry Sheikh Mirza Qureshi "
        "Rehman Aslam Rashid Hassan Anwar Javed Saleem Tabassum Kausar Bano Parveen Siddiqui Ansari Awan Rana"),
    "nigerian": (
        "Blessing Grace Joy Mercy Patience Peace Comfort Favour Faith Esther Ruth Mary Elizabeth Oluwaseun Oluwatobi "
        "Adaeze Chioma Ngozi Ifeoma Chinyere Nneka Uchenna Ebere Amaka Folake Funmilayo Titilayo Bukola Yetunde "
        "Adenike Omolara Ronke Damilola Temitope Kehinde Taiwo Abosede Olamide Aisha Halima Ebele Onyinye Chiamaka",
        "Emmanuel Samuel David Daniel Michael John Joseph Peter Paul Oluwaseun Oluwatobi Oluwafemi Babatunde Adewale "
        "Tunde Segun Kayode Femi Chukwuemeka Chinedu Emeka Ikechukwu Obinna Nnamdi Ifeanyi Uche Kelechi Chidi "
        "Ibrahim Musa Yusuf Abubakar Adeniyi Ayodeji Olumide Gbenga Kunle Rotimi Festus Sunday Godwin Okechukwu",
        "Adeyemi Okafor Adebayo Ogunleye Okeke Eze Ibrahim Mohammed Okonkwo Nwosu Obi Balogun Afolabi Ajayi Oladipo "
        "Adekunle Olaniyan Bello Abubakar Musa Yusuf Lawal Ojo Oyedele Akinola Ogbonna Nwachukwu Chukwu Igwe Onyeka "
        "Uzor Anyanwu Osagie Ehigie Oseni Salami Faloye Akinwale Olawale Bamidele Fashola Etim Ekpo Effiong Udoh"),
    "ghanaian": (
        "Abena Akosua Adwoa Ama Afia Yaa Esi Efua Akua Araba Comfort Grace Mercy Gifty Vida Felicia Georgina Linda "
        "Patience Charity Beatrice Joyce Theresa Victoria Doris Mavis Priscilla Rita Sarah Evelyn",
        "Kwame Kofi Kwasi Kwadwo Kwabena Kwaku Yaw Kojo Ebo Fiifi Emmanuel Samuel Isaac Joseph Daniel Stephen Eric "
        "Richard Francis Ernest Prince Bright Felix Michael Benjamin Justice Collins Frank Gideon Ebenezer",
        "Mensah Owusu Boateng Osei Asante Agyemang Appiah Addo Amoah Ofori Antwi Adjei Sarpong Danso Acheampong Darko "
        "Asamoah Frimpong Oppong Ampofo Ansah Quaye Tetteh Lartey Nkrumah Baah Gyamfi Amponsah Bonsu Donkor"),
    "zimbabwean": (
        "Tendai Rutendo Tatenda Chipo Nyasha Ruvimbo Rudo Tsitsi Fadzai Memory Precious Privilege Patience Shamiso "
        "Tariro Vimbai Tafadzwa Kudzai Constance Sibongile Nomsa Thandiwe Sithembile Beauty Loveness Charity Netsai",
        "Tendai Tinashe Tafadzwa Tatenda Takudzwa Farai Tapiwa Simbarashe Munashe Learnmore Blessing Brighton Innocent "
        "Justice Trust Wellington Admire Never Tonderai Kudakwashe Panashe Anesu Mthokozisi Nkosana Thulani Sipho",
        "Moyo Ncube Sibanda Dube Ndlovu Nyathi Mpofu Khumalo Nkomo Mutasa Chikwanha Chiwenga Mugabe Makoni Zhou Banda "
        "Phiri Shumba Gumbo Hove Marufu Mapfumo Chirwa Mlambo Tshuma Chuma Muchenje Madziva Mukonoweshuro Gwatidzo"),
    "filipino": (
        "Maria Mary Ann Rose Marie Jennifer Jocelyn Rosalie Cristina Michelle Liza Maricel Rowena Jenny Grace Cherry "
        "Analyn Rosemarie Lorna Marilou Gina Arlene Evangeline Catherine Mylene Sheryl Katrina Princess Angelica Joy",
        "Jose John Mark Michael Christian Jayson Jeffrey Ronald Rodel Noel Joel Allan Arnel Ryan Romeo Rommel Ferdinand "
        "Reynaldo Eduardo Antonio Ricardo Roberto Leonardo Jun Rey Dennis Danilo Ernesto Gilbert Alvin",
        "Santos Reyes Cruz Bautista Ocampo Garcia Mendoza Torres Tomas Andrada Castillo Flores Villanueva Ramos "
        "Castro Rivera Aquino Navarro Salazar Mercado|Dela Cruz|De Leon|De Guzman|Del Rosario|Dela Pena|San Juan "
        "Pascual Santiago Soriano Valdez Salvador Manalo Perez Gonzales Natividad Aguilar Domingo Velasco"),
    "romanian": (
        "Maria Elena Ioana Andreea Mihaela Alexandra Cristina Daniela Alina Gabriela Adriana Simona Diana Roxana "
        "Nicoleta Florentina Georgiana Larisa Anca Raluca Oana Adelina Bianca Monica Denisa Loredana Mădălina Ștefania",
        "Andrei Alexandru Ionuț Mihai Cristian Florin Marius Adrian Daniel Bogdan Gheorghe Vasile Constantin Nicolae "
        "Ion Ștefan Gabriel Cătălin Radu Sorin Dan Eugen Liviu Ovidiu Răzvan Lucian Marian Mihnea Adelin Vlad",
        "Popescu Popa Ionescu Radu Dumitru Stan Stoica Gheorghe Matei Ciobanu Ionița Rusu Constantin Marin Munteanu "
        "Lazăr Florea Dima Balan Toma Ilie Nistor Moldovan Dinu Tudor Stănescu Enache Ene Cojocaru Voicu Gheorghiu"),
    "polish": (
        "Anna Katarzyna Małgorzata Agnieszka Barbara Ewa Magdalena Joanna Monika Krystyna Aleksandra Beata Dorota "
        "Aneta Natalia Karolina Kornelia Sylwia Marta Justyna Paulina Kinga Iwona Renata Aniela Izabela Weronika",
        "Piotr Krzysztof Andrzej Tomasz Paweł Marcin Michał Marek Grzegorz Łukasz Adam Mateusz Jakub Kamil Rafał "
        "Robert Norbert Szymon Dawid Bartosz Wojciech Jacek Dariusz Mariusz Sławomir Artur Sebastian Damian Przemysław",
        "Nowak Kowalski Wiśniewski Wójcik Kowalczyk Kamiński Lewandowski Zieliński Szymański Woźniak Dąbrowski "
        "Kozłowski Jankowski Mazur Kwiatkowski Krawczyk Piotrowski Grabowski Nowakowski Pawłowski Michalski Król "
        "Wieczorek Jabłoński Wróbel Majewski Olszewski Stępień Malinowski Jaworski Dudek Adamczyk Pawlak Chmielewski"),
    "portuguese": (
        "Maria Ana Joana Inês Catarina Sofia Rita Carla Sandra Patrícia Marta Susana Cláudia Sónia Filipa Teresa "
        "Beatriz Mariana Raquel Cristina Helena Paula Isabel Fernanda Adriana Luísa Conceição Graça Fátima Vânia",
        "José João António Carlos Manuel Paulo Pedro Luís Rui Nuno Miguel Filipe Ricardo Tiago Bruno André Jorge "
        "Hugo Sérgio Fernando Vítor Francisco Diogo Daniel Marco Gonçalo Duarte Fábio Hélder Mário",
        "Silva Santos Ferreira Pereira Oliveira Costa Rodrigues Martins Sousa Fernandes Gonçalves Gomes Lopes Marques "
        "Alves Almeida Ribeiro Pinto Carvalho Teixeira Moreira Correia Mendes Nunes Soares Vieira Monteiro Cardoso "
        "Rocha Antunes Amorim Morais|Sousa Antunes|Alves Morais|Costa Pereira|da Silva|dos Santos"),
    "nepali": (
        "Sita Gita Laxmi Sarita Sunita Anita Rita Sabina Sangita Kalpana Bimala Maya Puja Rojina Asmita Pratima Manju "
        "Sushila Nirmala Binita Samjhana Srijana Sabita Kabita Parbati",
        "Ram Krishna Hari Bishnu Suman Santosh Rajesh Dipak Prakash Bikash Sabin Sandip Nabin Roshan Suraj Anil Sunil "
        "Kumar Binod Ramesh Gopal Arjun Bhim Tek Dil",
        "Gurung Tamang Rai Limbu Magar Thapa Shrestha Sharma Adhikari Bhandari Karki Khadka Basnet Poudel KC Lama "
        "Sherpa Pun Ghale Chhetri Acharya Koirala Subedi Pandey Regmi"),
}

# Shares of the reference, and of the workers who are enrolled.
GROUPS = {
    "british": (62, 36), "indian": (8, 14), "pakistani": (5, 4), "nigerian": (6, 12), "ghanaian": (2, 4),
    "zimbabwean": (3, 7), "filipino": (4, 8), "romanian": (4, 6), "polish": (3, 5), "portuguese": (2, 2), "nepali": (1, 2),
}
COUNTRY = {
    "british": "GB", "indian": "IN", "pakistani": "PK", "nigerian": "NG", "ghanaian": "GH", "zimbabwean": "ZW",
    "filipino": "PH", "romanian": "RO", "polish": "PL", "portuguese": "PT", "nepali": "NP",
}

# Halves of made-up British family names, which give the long tail of rare ones.
FIRST_HALVES = (
    "Ash Bar Bex Brad Bram Burn Cald Car Chel Clay Cot Cran Craw Dal Den Dun East Elm Fair Far Fen Gar Glad Gos Gran "
    "Hal Ham Har Hart Hazel Hen Hol Horn Hunt Ing Kel Kirk Lang Lin Long Mal Mar Mel Mid New Nor Oak Old Pem Pen Rad "
    "Red Rock Rush Shel Ship Stan Sud Thorn Til Wal War Wat Wen West Whit Wick Win Wood Yar").split()
SECOND_HALVES = (
    "ford ton ham ley worth well field stead wood bury by combe don hurst land man more ridge shaw side stone thorpe "
    "way wick burn croft dale gate grave hill house low mere some tree ward water").split()

STREETS = (
    "High Station Church Park Victoria Green Manor Kings Queens Grange Mill School Chapel York Windsor Albert New "
    "North South West East Springfield George Stanley Alexandra Richmond Grove London Highfield Broad Cross Castle "
    "Bridge Meadow Orchard Hawthorn Oak Elm Ash Beech Birch Cedar Chestnut Laurel Maple Poplar Rowan Willow Holly "
    "Bluebell Primrose Lavender Heather Clarence Cromwell Nelson Wellington Churchill Gladstone Tennyson Shelley Byron "
    "Milton Burns Wordsworth Dickens Durham Lincoln Exeter Bristol Kent Sussex Norfolk Suffolk Essex Surrey "
    "Devonshire Rutland Balmoral Sandringham Osborne Warwick Kenilworth Arundel Carlisle Gloucester Marlborough "
    "Blenheim Waterloo Trafalgar Prospect Belmont Fairview Hillside Riverside Lakeside Woodlands Northfield Southfield "
    "Westfield Eastfield Moorland Valley Quarry Forge Smithy Priory Abbey Rectory Vicarage Glebe Barn Farm").split()
KINDS = "Road Street Avenue Drive Lane Close Court Crescent Gardens Grove Place Terrace Way Walk Rise".split()
SHORT = {
    "Road": "Rd", "Street": "St", "Avenue": "Ave", "Drive": "Dr", "Lane": "Ln", "Close": "Cl", "Court": "Ct",
    "Crescent": "Cres", "Gardens": "Gdns", "Terrace": "Terr",
}
TOWNS = [
    ("Leeds", "LS"), ("Bradford", "BD"), ("Wakefield", "WF"), ("Halifax", "HX"), ("Huddersfield", "HD"), ("York", "YO"),
    ("Hull", "HU"), ("Sheffield", "S"), ("Doncaster", "DN"), ("Manchester", "M"), ("Bolton", "BL"), ("Oldham", "OL"),
    ("Stockport", "SK"), ("Wigan", "WN"), ("Warrington", "WA"), ("Liverpool", "L"), ("Preston", "PR"), ("Blackpool", "FY"),
    ("Lancaster", "LA"), ("Chester", "CH"), ("Crewe", "CW"), ("Derby", "DE"), ("Nottingham", "NG"), ("Leicester", "LE"),
    ("Lincoln", "LN"), ("Peterborough", "PE"), ("Northampton", "NN"), ("Birmingham", "B"), ("Coventry", "CV"),
    ("Walsall", "WS"), ("Dudley", "DY"), ("Worcester", "WR"), ("Hereford", "HR"), ("Telford", "TF"), ("Norwich", "NR"),
    ("Ipswich", "IP"), ("Colchester", "CO"), ("Chelmsford", "CM"), ("Southend-on-Sea", "SS"), ("Cambridge", "CB"),
    ("Luton", "LU"), ("Milton Keynes", "MK"), ("Oxford", "OX"), ("Reading", "RG"), ("Guildford", "GU"), ("Redhill", "RH"),
    ("Tonbridge", "TN"), ("Medway", "ME"), ("Canterbury", "CT"), ("Brighton", "BN"), ("Portsmouth", "PO"),
    ("Southampton", "SO"), ("Bournemouth", "BH"), ("Salisbury", "SP"), ("Bath", "BA"), ("Bristol", "BS"), ("Exeter", "EX"),
    ("Plymouth", "PL"), ("Torquay", "TQ"), ("Truro", "TR"), ("Taunton", "TA"), ("London", "SE"), ("London", "E"),
    ("London", "N"), ("Harrow", "HA"), ("Croydon", "CR"), ("Bromley", "BR"), ("Romford", "RM"), ("Enfield", "EN"),
    ("Ilford", "IG"), ("Watford", "WD"), ("Durham", "DH"), ("Newcastle", "NE"), ("Sunderland", "SR"), ("Middlesbrough", "TS"),
]
