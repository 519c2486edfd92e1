/// A value that identifies or describes a person, and therefore never shows itself by accident.
///
/// String interpolation, `print`, `dump`, a debugger's summary and reflection all show the name of the type
/// only, so a value that slips into a log, an error or a metric label gives nothing away. Code that means to
/// show it asks for the property that holds the text, such as ``TemporaryID/formatted``.
///
/// A struct that merely holds personal values need not conform: its reflection reaches these values and finds
/// their type names. It must conform when it holds personal text as a plain `String`.
public protocol PersonalData: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {}

extension PersonalData {
    public var description: String { String(describing: Self.self) }

    public var debugDescription: String { description }

    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
