namespace Vindex.Statistics;

/// <summary>
/// The engine cannot answer at the moment, and trying again later may help. The message is written for the operator and is never shown to customers.
/// </summary>
public sealed class StatisticsUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
