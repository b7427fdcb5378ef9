package dev.countersign.testkit;

import dev.countersign.registry.Registries;
import dev.countersign.registry.Registry;
import java.nio.file.Path;

class CachingRegistryContractTest extends RegistryContract {
    @Override
    protected Registry serving(Path layouts) throws Exception {
        return Registries.caching(Registries.layout(layouts));
    }
}
