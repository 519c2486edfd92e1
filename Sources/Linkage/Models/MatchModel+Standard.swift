extension MatchModel {
    /// The model that is shipped; see decision 0015.
    ///
    /// What `ops/bench/linkage --train` prints: not written by hand. A test reads it, so that it is never `nil` there.
    public static let standard: MatchModel = {
        guard let model = try? MatchModel(text: standardText) else { return unusable }
        return model
    }()

    /// Finds nobody: what is left where the shipped text cannot be read.
    static let unusable = MatchModel()

    public static let standardText = """
        outreach-match-model 2
        automatic 12
        review -5
        housemates 0.66528
        streetCollision 0.026789
        givenName exact 0.836546 0.00159175 0.00435789 3032
        givenName anotherToken 0.0218726 0.00073125 0.00111201 79
        givenName variant 0.0177934 0.00049325 0.00153277 64
        givenName close 0.0596762 0.00096275 0.00189343 216
        givenName swapped 0.0316809 1.25e-06 3.00544e-05 114
        givenName similar 0.00475945 0.00127225 0.00297539 17
        givenName initial 0.0028966 0.00023775 9.01632e-05 10
        givenName distant 0.0109209 0.0305552 0.045833 39
        givenName different 0.0138544 0.964156 0.942175 50
        familyName exact 0.904214 0.00089975 0.596267 3173
        familyName previous 0.0158145 0.00013575 0.000270498 55
        familyName part 0.00441585 4.425e-05 0.000991825 15
        familyName close 0.0530183 0.00033625 0.0173419 186
        familyName similar 0.00840453 0.00076925 0.00117216 29
        familyName distant 0.00384634 0.0181288 0.0110904 13
        familyName differentOfWoman 0.00928842 0.282845 0.0979502 32
        familyName different 0.000997582 0.696842 0.274916 3
        middleName same 0.730342 0.00380251 0.0157281 1173
        middleName initial 0.250104 0.0173559 0.0238458 401
        middleName different 0.0195543 0.978844 0.960426 31
        birthDate exact 0.934801 6.40359e-05 0.00292248 3373
        birthDate exactFirstOfJanuary 0.0103913 3.76682e-06 3.01286e-05 37
        birthDate swapped 0.00651189 2.13453e-05 9.03859e-05 23
        birthDate yearWithFirstOfJanuary 0.0167155 0.000560753 0.0014763 60
        birthDate oneDigitDiffers 0.0199931 0.00110669 0.00394685 72
        birthDate onePartDiffers 0.00646575 0.00135932 0.00436865 23
        birthDate different 0.00512116 0.996885 0.987165 18
        sex same 0.990936 0.502862 0.327919 6504
        sex different 0.00906381 0.497138 0.672081 59
        address postcodeAndHouse 0.675528 0.0001 0.675528 3634
        address streetAndHouse 0.0077134 0.0001 0.0077134 41
        address postcode 0.0744387 0.000856614 0.0744387 400
        address houseAndClosePostcode 0.00808511 0.0001 0.00808511 43
        address street 0.00585251 0.00161604 0.00585251 31
        address district 0.031318 0.000533869 0.031318 168
        address area 0.0255488 0.014216 0.0255488 137
        address different 0.171516 0.982738 0.171516 922
        phone same 0.70624 0.0001 0.02 2127
        phone oneEdit 0.0111204 0.0001 5.79945e-05 33
        phone different 0.282639 0.999992 0.999884 851
        email same 0.601459 0.0001 0.005 1134
        email oneEdit 0.0299537 0.0001 8.95977e-05 56
        email different 0.368587 0.999987 0.999821 695
        nhsNumber same 0.95 0.0001 0.01 0
        nhsNumber different 0.05 0.9999 0.9999 0
        country same 0.95 0.9 0.9 0
        country different 0.05 0.1 0.1 0

        """
}
