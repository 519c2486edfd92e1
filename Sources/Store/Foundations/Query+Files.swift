package import Postgres
import SQLFiles
import Synchronization

extension Query {
    private static let loaded = Mutex<[String: Query]>([:])

    /// The query in `sql/queries/<name>.sql`, read once.
    ///
    /// - Throws: ``SQLFiles/Missing`` where the installation lacks the file.
    package static func query(_ name: String) throws -> Query {
        if let query = loaded.withLock({ $0[name] }) { return query }
        let query = Query(name: name, text: try SQLFiles.query(name))
        loaded.withLock { $0[name] = query }
        return query
    }
}
