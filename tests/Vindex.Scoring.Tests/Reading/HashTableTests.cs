using Shouldly;
using Vindex.Scoring.Reading.Text;
using Xunit;

namespace Vindex.Scoring.Tests.Reading;

/// <summary>Rows by hash, looked up one by one and many at once.</summary>
public sealed class HashTableTests
{
    private static readonly ulong[] s_hashes = [.. Enumerable.Range(0, 500).Select(i => WordHash.Of($"word {i}"))];
    private static readonly HashTable s_table = HashTable.Of(s_hashes);

    [Fact]
    public void A_hash_is_found_at_its_index()
    {
        for (var i = 0; i < s_hashes.Length; i++) s_table.Find(s_hashes[i]).ShouldBe(i);
        s_table.Find(WordHash.Of("another word")).ShouldBe(-1);
    }

    [Fact]
    public void Many_at_once_are_those_found_one_by_one()
    {
        // Known and unknown ones in turn, some of them twice.
        ulong[] hashes = [.. Enumerable.Range(0, 2000).Select(i => i % 3 == 0 ? s_hashes[i % 250] : WordHash.Of($"unknown {i}"))];
        var rows = new ulong[hashes.Length];

        var count = s_table.FindAll(hashes, rows);

        rows[..count].Select(row => (int)row).ShouldBe(hashes.Select(s_table.Find).Where(row => row >= 0));
    }

    [Fact]
    public void Of_no_hashes_none_is_found() => s_table.FindAll([], []).ShouldBe(0);
}
