using NUnit.Framework.Internal;

namespace AlternatorHandler.FunctionalTests.SdkNodes;

/// <summary>The engines that the SDK's tests run on: a real cluster only if there is one.</summary>
public static class SdkEngines
{
    private const string RealClusterCategory = "RealCluster";

    public static IEnumerable<TestFixtureData> All()
    {
        yield return new TestFixtureData(SdkEngine.BuiltIn);
        yield return new TestFixtureData(SdkEngine.Dynalite);
        if (RealNodes.Seeds.Count > 0)
        {
            var data = new TestFixtureData(SdkEngine.RealCluster);
            data.Properties.Add(PropertyNames.Category, RealClusterCategory);
            yield return data;
        }
    }
}
