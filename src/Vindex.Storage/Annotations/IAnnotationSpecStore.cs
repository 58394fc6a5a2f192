using Vindex.Storage.Audit;
using Vindex.Storage.Feedback;

namespace Vindex.Storage.Annotations;

/// <summary>Annotation specs of projects. They go with their project or company.</summary>
public interface IAnnotationSpecStore
{
    /// <summary>Adds a spec, unless the project has it or has as many as it may have.</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="most">How many specs a project may have.</param>
    /// <param name="audit">What is added to the audit log if the spec is.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task<AnnotationAdded> AddAsync(AnnotationSpec spec, int most, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>One spec; null if the project does not have it.</summary>
    Task<AnnotationSpec?> FindAsync(ProjectKey project, string name, string digest, CancellationToken cancellationToken);

    /// <summary>The specs of a project, by name (to the letter) and then the newest first.</summary>
    Task<IReadOnlyList<AnnotationSpec>> ListAsync(ProjectKey project, CancellationToken cancellationToken);

    /// <summary>The specs of all projects of a company, in the order of <see cref="ListAsync"/> within each project.</summary>
    Task<IReadOnlyList<AnnotationSpec>> OfCompanyAsync(string companyId, CancellationToken cancellationToken);

    /// <summary>Deletes a spec; rows that name it stay. False if the project does not have it.</summary>
    Task<bool> DeleteAsync(ProjectKey project, string name, string digest, AuditEntry audit, CancellationToken cancellationToken);
}
