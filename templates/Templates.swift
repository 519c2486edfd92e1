internal import Foundation

/// The templates of cards, as files beside the executable.
package enum Templates {
    /// A file that belongs to the program is not there: the installation is incomplete.
    package struct Missing: Error, CustomStringConvertible {
        package let path: String

        package init(path: String) {
            self.path = path
        }

        package var description: String {
            "templates/\(path) is missing: install the folders *.resources beside the executable"
        }
    }

    /// The text of every template below a folder, by its name: `cards/page` is `templates/cards/page.mustache`.
    package static func texts(in folder: String) throws(Missing) -> [String: String] {
        guard let url = Bundle.module.resourceURL?.appending(path: folder),
            let files = try? FileManager.default.contentsOfDirectory(atPath: url.path())
        else { throw Missing(path: folder) }
        var texts: [String: String] = [:]
        for file in files where file.hasSuffix(".mustache") {
            guard let text = try? String(contentsOf: url.appending(path: file), encoding: .utf8) else {
                throw Missing(path: "\(folder)/\(file)")
            }
            texts["\(folder)/\(file.replacing(".mustache", with: ""))"] = text
        }
        return texts
    }
}
