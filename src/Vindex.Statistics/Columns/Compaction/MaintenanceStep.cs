namespace Vindex.Statistics.Columns.Compaction;

/// <summary>The steps of maintenance at which tests inject faults.</summary>
internal enum MaintenanceStep
{
    /// <summary>Before blocks are merged.</summary>
    Merge,

    /// <summary>Before merged blocks replace their sources.</summary>
    Replace,

    /// <summary>Before block files and manifest are written.</summary>
    Save,
}
