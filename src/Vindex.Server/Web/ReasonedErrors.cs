namespace Vindex.Server.Web;

/// <summary>Endpoint metadata for the API description: errors are <see cref="ReasonBody"/>, those of invalid bodies a list under <c>detail</c>.</summary>
internal sealed record ReasonedErrors;
