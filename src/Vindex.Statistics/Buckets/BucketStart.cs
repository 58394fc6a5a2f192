namespace Vindex.Statistics.Buckets;

/// <summary>Where a bucket starts.</summary>
/// <param name="UnixSeconds">Seconds since 1970 UTC.</param>
/// <param name="OffsetSeconds">Offset of the time zone from UTC at that instant; not always whole minutes.</param>
public readonly record struct BucketStart(long UnixSeconds, int OffsetSeconds);
