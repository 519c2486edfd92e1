/// Given names that stand for one another: pet forms, and spellings too far apart for a distance to see.
enum NameVariants {
    /// Whether both names are forms of one name.
    static func areVariants(_ first: Text, _ second: Text) -> Bool {
        guard let groups = groupsByName[StableHash.of(first)], let others = groupsByName[StableHash.of(second)]
        else { return false }
        return groups.contains { others.contains($0) }
    }

    private static let groupsByName: [UInt64: [Int]] = {
        var groupsByName: [UInt64: [Int]] = [:]
        for (index, group) in groups.enumerated() {
            for name in group.split(separator: " ") {
                var name = String(name)
                groupsByName[name.withUTF8 { StableHash.of($0) }, default: []].append(index)
            }
        }
        return groupsByName
    }()

    /// Small on purpose: each line makes two people with different names comparable.
    private static let groups = [
        "abigail abi abby abbie", "agnieszka aga", "alan al", "albert bert al", "alexander alex sandy sasha",
        "alexandra alex sandra sasha", "alfred alf fred", "andrew andy drew", "angela angie", "anthony tony ant",
        "barbara babs basia", "benjamin ben benny", "bernard bernie", "caroline carrie caz", "catherine cathy kate",
        "charles charlie chas", "charlotte charlie lottie", "christine chris chrissie tina", "christopher chris kit",
        "constantin costel dinu", "daniel dan danny", "danielle dani", "david dave davey dai", "deborah debbie deb",
        "dorothy dot dottie", "edward ed eddie ted ned", "elizabeth liz beth betty eliza lisa libby bess",
        "emily em emma", "florence flo", "frances fran", "francis frank", "frederick fred freddie",
        "gabriela gabi", "gareth gaz", "geoffrey geoff", "gerald gerry jerry", "gheorghe george gigi",
        "gillian gill jill", "gregory greg", "harold harry", "henry harry hal", "ioana oana", "isabel izzy bella",
        "jacob jake", "jacqueline jackie", "james jim jimmy jamie", "jennifer jen jenny", "jessica jess jessie",
        "joanna asia joanne jo", "john jack johnny jon", "jonathan jon jonny", "joseph joe joey", "joshua josh",
        "judith judy", "katarzyna kasia", "katherine kate kathy katie kath", "kathleen kath kathy", "kenneth ken",
        "kimberley kim", "krzysztof krzys kris", "lawrence larry laurie", "leonard len lenny", "malgorzata gosia",
        "margaret maggie meg peggy marge", "matthew matt", "megan meg", "mercy mercie", "michael mike mick micky",
        "michelle shell", "mohammed muhammad mohammad mohamed muhammed mohamad md mohd mo", "natalie nat",
        "nicholas nick nicky", "nicola nicky nikki", "oluwaseun seun", "oluwatobi tobi", "oluwafemi femi",
        "pamela pam", "patricia pat tricia trish patsy", "patrick pat paddy", "peter pete", "philip phil",
        "rachel rach", "raymond ray", "rebecca becky becca bex", "richard rick dick ricky rich", "robert rob bob bobby",
        "ronald ron ronnie", "rosemary rose rosie", "russell russ", "samantha sam", "samuel sam sammy", "sarah sally",
        "sharon shaz", "simon si", "stanley stan", "stephen steve steven", "stephanie steph", "susan sue susie suzy",
        "terence terry", "teresa terri tess", "theresa terri tess", "thomas tom tommy", "timothy tim",
        "tracey trace", "valerie val", "vasile vasilica", "victoria vicky vic tori", "vincent vince", "walter walt",
        "wendy wend", "william bill will billy liam willy", "zachary zach zac",
    ]
}
