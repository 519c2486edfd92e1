package import OutreachCore

extension Scope {
    /// The scope that lets a program do an operation; `nil` for what no program may do.
    ///
    /// A table beside the operations: one that nobody has put here is refused, and a test says so.
    package static func needed(for operation: String) -> Scope? { table[operation] }

    /// Every operation by its name.
    package static let table: [String: Scope] = Dictionary(
        uniqueKeysWithValues: Scope.allCases.flatMap { scope in scope.operations.map { ($0, scope) } })

    private var operations: [String] {
        switch self {
        case .workersRead: ["list_uploads", "list_workers", "print_cards"]
        case .workersWrite:
            [
                "bind_temporary_id", "enrol_file", "enrol_worker", "issue_temporary_id", "replace_temporary_id",
                "reserve_temporary_ids", "revoke_temporary_id", "undo_upload",
            ]
        case .cases: ["escalate_cases", "list_cases", "move_case", "show_case"]
        case .checks: ["check_temporary_id", "lookup_misses_alert"]
        case .vaccinationsRead: ["show_vaccination"]
        case .vaccinationsWrite: ["amend_vaccination", "record_vaccination", "void_vaccination"]
        case .peopleRead: ["find_person", "show_person"]
        case .peopleWrite: ["rectify_person"]
        case .peopleExport: ["export_person"]
        case .references: ["list_references", "load_reference", "change_reference"]
        case .reconciliation:
            [
                "add_model", "approve_model", "export_trace_batch", "find_conflicts", "finish_reconciliation",
                "import_trace_batch", "list_activations", "list_decisions", "list_models", "list_runs",
                "reconcile_people", "rehearse_reconciliation", "request_reconciliation", "roll_back_model",
                "show_model", "show_run", "show_run_groups", "start_reconciliation", "start_trace_batch",
                "undo_reconciliation",
            ]
        case .jobs: ["list_jobs", "list_messages", "resend_message", "retry_job", "show_job"]
        case .merges: ["list_merges", "merge_people", "unmerge_people"]
        case .reviews:
            [
                "assign_review", "close_nhs_number", "decide_review", "declare_exclusion", "enter_nhs_number",
                "list_exclusions", "list_reviews", "release_review", "review_figures", "show_review",
                "undo_number_change", "undo_review", "withdraw_exclusion",
            ]
        case .administration:
            [
                "add_account", "add_api_client", "add_organisation", "apply_retention", "disable_account",
                "list_accounts", "list_api_clients", "list_organisations", "load_organisations", "plan_retention",
                "rehearse_retention", "revoke_api_client", "revoke_role", "rotate_api_client",
            ]
        case .audit: ["export_audit", "seal_audit", "sign_audit_heads", "verify_audit"]
        }
    }
}
