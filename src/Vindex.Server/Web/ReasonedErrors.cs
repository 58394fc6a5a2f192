namespace Vindex.Server.Web;

/// <summary>Refusals of this route are <see cref="ReasonBody"/>, and those of its body's shape a list under <c>detail</c>, for the API description; stands in the endpoint's metadata.</summary>
internal sealed record ReasonedErrors;
