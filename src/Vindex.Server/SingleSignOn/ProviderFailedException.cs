namespace Vindex.Server.SingleSignOn;

/// <summary>A provider did not answer, or with something that cannot be trusted. The message is for the log: it contains no token, code or secret.</summary>
/// <param name="reason">What failed.</param>
/// <param name="inner">The cause; null for none.</param>
internal sealed class ProviderFailedException(string reason, Exception? inner = null) : Exception(reason, inner);
