namespace AlternatorHandler.AspNetCore.Status;

/// <summary>The JSON of <c>status</c> and <c>events</c>. Members may be added; those that are here keep their names and meanings.</summary>
/// <param name="Time">When it was made. All ages are to be computed from it, not from the reader's clock.</param>
/// <param name="Clusters">All registered clusters, in the order of their registration.</param>
internal sealed record DashboardStatus(DateTimeOffset Time, IReadOnlyList<DashboardCluster> Clusters);
