using Shouldly;
using Vindex.Benchmarks.Capacity;
using Xunit;

namespace Vindex.Server.Tests.Simulation;

public sealed class ScaleDocumentTests
{
    [Fact]
    public void The_tables_of_the_capacity_model_are_those_that_the_program_prints()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Vindex.slnx"))) root = Path.GetDirectoryName(root)!;
        File.ReadAllText(Path.Combine(root, "docs", "scale.md")).ShouldContain(CapacityCommand.Tables());
    }

    [Fact]
    public void A_load_ten_times_as_large_needs_ten_times_the_disk_and_never_fewer_servers()
    {
        var small = new CapacityLoad(100, 1_000_000);
        var large = new CapacityLoad(1000, 1_000_000);
        CapacityModel.DatabaseBytes(large).ShouldBe(CapacityModel.DatabaseBytes(small) * 10, 1);
        CapacityModel.Servers(large).ShouldBeGreaterThanOrEqualTo(CapacityModel.Servers(small));
        CapacityModel.Servers(new CapacityLoad(1, 1)).ShouldBe(3);
    }
}
