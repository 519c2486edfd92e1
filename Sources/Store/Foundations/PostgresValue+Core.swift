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
