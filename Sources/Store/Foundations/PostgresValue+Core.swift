public import OutreachCore
public import Postgres

extension Role: PostgresValue {}

extension ODSCode: PostgresValue {
    public var postgresText: String? { canonical }

    public init?(postgresText: String) {
        try? self.init(parsing: postgresText)
    }
}

extension SignIn: PostgresValue {
    public var postgresText: String? { canonical }

    public init?(postgresText: String) {
        try? self.init(parsing: postgresText)
    }
}

extension OrganisationKind: PostgresValue {}

extension EmployerSetting: PostgresValue {}

extension CalendarDate: PostgresValue {
    public var postgresText: String? { iso }

    public init?(postgresText: String) {
        try? self.init(parsing: postgresText)
    }
}

extension BirthDate.Precision: PostgresValue {}

extension NHSNumberUnavailableReason: PostgresValue {}

extension RegistrationCase.State: PostgresValue {}

extension TemporaryID.State: PostgresValue {}

extension Disease: PostgresValue {}

extension OutboundMessage.State: PostgresValue {}

extension OutboundMessage.Recipient: PostgresValue {}

extension OutboundMessage.Action: PostgresValue {}

extension TemporaryID: PostgresValue {
    public var postgresText: String? { canonical }

    public init?(postgresText: String) {
        try? self.init(parsing: postgresText)
    }
}

extension NHSNumber: PostgresValue {
    public var postgresText: String? { digits }

    public init?(postgresText: String) {
        try? self.init(parsing: postgresText)
    }
}
