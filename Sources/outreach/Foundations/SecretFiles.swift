import Foundation

/// Secrets as systemd, Podman and Kubernetes hand them over: a folder with one file for each.
///
/// A file is named like its setting, `database-url` for `DATABASE_URL`. DirectoryFilesProvider of swift-configuration
/// 1.4.0 reads such folders, too, but passes over symbolic links, and every secret that Kubernetes mounts is one.
struct SecretFiles {
    private let folder: URL?

    /// - Throws: ``Settings/Missing`` where a folder is named and cannot be read.
    init(folder path: String?) throws(Settings.Missing) {
        guard let path, !path.isEmpty else {
            folder = nil
            return
        }
        guard (try? FileManager.default.contentsOfDirectory(atPath: path)) != nil else {
            throw Settings.Missing(
                description: "The folder of secrets cannot be read. Correct OUTREACH_SECRETS_DIR (systemd sets "
                    + "CREDENTIALS_DIRECTORY itself), or who may read it.")
        }
        folder = URL(filePath: path)
    }

    /// What the file of a setting says, without the line end that editors put there; `nil` where there is no file.
    ///
    /// - Throws: ``Settings/Missing`` where there is one that cannot be read.
    func text(of setting: Setting) throws(Settings.Missing) -> String? {
        guard let file = folder?.appending(path: setting.fileName) else { return nil }
        guard FileManager.default.fileExists(atPath: file.path()) else { return nil }
        guard let text = try? String(contentsOf: file, encoding: .utf8) else {
            throw Settings.Missing(
                description: "The secret file \(setting.fileName) cannot be read: correct who may read it.")
        }
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
