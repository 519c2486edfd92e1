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
        givenName exact 0.836357 0.00159175 0.00435789 3032
        givenName anotherToken 0.0221266 0.00106825 0.00231419 80
        givenName variant 0.0139281 0.00037725 0.00135245 50
        givenName close 0.0610479 0.00099375 0.00195354 221
        givenName swapped 0.0322292 1.25e-06 3.00544e-05 116
        givenName similar 0.00476005 0.00129775 0.00303549 17
        givenName initial 0.00289594 0.00023775 9.01632e-05 10
        givenName distant 0.012371 0.0305852 0.045833 44
        givenName different 0.0142843 0.963849 0.941033 51
        familyName exact 0.904742 0.00089975 0.596267 3174
        familyName previous 0.0158201 0.00013575 0.000270498 55
        familyName part 0.00441734 4.425e-05 0.000991825 15
        familyName close 0.0530448 0.00033625 0.0173419 186
        familyName similar 0.0078374 0.00076925 0.00117216 27
        familyName distant 0.00384768 0.0181288 0.0110904 13
        familyName differentOfWoman 0.00929211 0.282845 0.0979502 32
        familyName different 0.000998128 0.696842 0.274916 3
        middleName same 0.730363 0.00380251 0.0157281 1173
        middleName initial 0.250114 0.0173559 0.0238458 401
        middleName different 0.0195223 0.978844 0.960426 31
        birthDate exact 0.934589 6.40359e-05 0.00292248 3373
        birthDate exactFirstOfJanuary 0.0103889 3.76682e-06 3.01286e-05 37
        birthDate swapped 0.00651041 2.13453e-05 9.03859e-05 23
        birthDate yearWithFirstOfJanuary 0.0167131 0.000560753 0.0014763 60
        birthDate oneDigitDiffers 0.0199962 0.00110669 0.00394685 72
        birthDate onePartDiffers 0.00647152 0.00135932 0.00436865 23
        birthDate different 0.0053307 0.996885 0.987165 19
        sex same 0.990911 0.502862 0.327919 6504
        sex different 0.00908852 0.497138 0.672081 59
        address postcodeAndHouse 0.675525 0.0001 0.675525 3634
        address streetAndHouse 0.00771337 0.0001 0.00771337 41
        address postcode 0.0744384 0.000856614 0.0744384 400
        address houseAndClosePostcode 0.00808508 0.0001 0.00808508 43
        address street 0.00585249 0.00161604 0.00585249 31
        address district 0.0313178 0.000533869 0.0313178 168
        address area 0.0255487 0.014216 0.0255487 137
        address different 0.171519 0.982738 0.171519 922
        phone same 0.706147 0.0001 5.79945e-05 2127
        phone oneEdit 0.011119 0.0001 5.79945e-05 33
        phone different 0.282734 0.999992 0.999884 851
        email same 0.601323 0.0001 8.95977e-05 1134
        email oneEdit 0.0299469 0.0001 8.95977e-05 56
        email different 0.36873 0.999987 0.999821 695
        nhsNumber same 0.95 0.0001 0.0001 0
        nhsNumber different 0.05 0.9999 0.9999 0
        country same 0.95 0.2 0.2 0
        country different 0.05 0.8 0.8 0

        """
}
