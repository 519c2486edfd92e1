public import ArgumentParser
public import OutreachCore

extension ODSCode: ExpressibleByArgument {
    public init?(argument: String) {
        try? self.init(parsing: argument)
    }
}

extension OrganisationKind: ExpressibleByArgument {}

extension EmployerSetting: ExpressibleByArgument {}

extension RegistrationCase.State: ExpressibleByArgument {}

extension OutboundMessage.State: ExpressibleByArgument {}

extension DateOrder: ExpressibleByArgument {}

extension Role: ExpressibleByArgument {}

extension Scope: ExpressibleByArgument {}

extension SignIn: ExpressibleByArgument {
    public init?(argument: String) {
        try? self.init(parsing: argument)
    }
}

extension CalendarDate: ExpressibleByArgument {
    public init?(argument: String) {
        try? self.init(parsing: argument)
    }
}
