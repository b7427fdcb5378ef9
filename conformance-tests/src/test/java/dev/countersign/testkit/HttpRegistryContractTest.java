package dev.countersign.testkit;

import dev.countersign.registry.Registry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

class HttpRegistryContractTest extends RegistryContract {
    private final List<InProcessRegistry> servers = new ArrayList<>();

    @Override
    protected Registry serving(Path layouts) throws Exception {
        InProcessRegistry server = InProcessRegistry.serving(layouts);
        servers.add(server);
        return server.registry();
    }

    @AfterEach
    void stopTheServers() {
        servers.forEach(InProcessRegistry::close);
    }
}
