package io.tidemark.collector.service;

import io.tidemark.rules.event.DeviceKey;
import io.tidemark.rules.service.ConfigHistory;
import io.tidemark.rules.service.ConfigKey;
import io.tidemark.rules.service.ConfigLog;
import io.tidemark.rules.service.ConfigValue;
import io.tidemark.rules.service.ServiceConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The versions of the service configuration, those of the file first and then those of the topic. What is known stays known:
 * neither a lost topic nor brokers that are gone take a version away.
 *
 * <p>{@link #refresh} is called again and again by one thread; the rest may be called by any.
 */
public final class ServiceVersions implements AutoCloseable {
    /** The key that is valid without any configuration, in an environment of this name. */
    public static final String DEVELOPMENT = "development";

    private static final Logger LOG = LoggerFactory.getLogger(ServiceVersions.class);
    private static final Duration CONFIRM_IN_FILE_EVERY = Duration.ofMinutes(1);

    private final ConfigLog log;
    private final VersionFile file;
    private final boolean development;
    /** The versions of the file, which the log begins with; newer ones are the log's. */
    private volatile @Nullable KnownVersions known;

    private long newestInFile;
    private long confirmedInFile;
    private boolean fileFails;

    /**
     * Begins with what the file has.
     *
     * @param file what was known when this collector ran last
     * @param source the topic
     * @param development whether the key {@link #DEVELOPMENT} is valid as long as nothing is configured
     */
    public static ServiceVersions open(VersionFile file, ConfigLog.Source source, boolean development) {
        KnownVersions before = file.read();
        return new ServiceVersions(
                file, source.open(before == null ? ConfigHistory.EMPTY : before.history()), development, before);
    }

    private ServiceVersions(VersionFile file, ConfigLog log, boolean development, @Nullable KnownVersions before) {
        this.file = file;
        this.log = log;
        this.development = development;
        this.known = before;
        this.newestInFile = before == null ? -1 : before.history().newest();
        this.confirmedInFile = before == null ? 0 : before.confirmedAt();
    }

    /** Takes over what the topic has told since, and writes it to the file. */
    public void refresh(long nowMillis) {
        if (!log.isCurrent()) {
            return;
        }
        KnownVersions next = new KnownVersions(log.known(), nowMillis - log.behindMillis());
        known = next;
        boolean newer = next.history().newest() != newestInFile;
        if (newer || next.confirmedAt() - confirmedInFile >= CONFIRM_IN_FILE_EVERY.toMillis()) {
            keep(next);
        }
    }

    private void keep(KnownVersions next) {
        try {
            file.write(next);
            newestInFile = next.history().newest();
            confirmedInFile = next.confirmedAt();
            fileFails = false;
        } catch (IOException e) {
            if (!fileFails) {
                LOG.warn(
                        "Service configuration could not be written to its file, so a restart without Kafka would begin with"
                                + " an older one file={}",
                        file.path(),
                        e);
            }
            fileFails = true;
        }
    }

    /** Whether there is any knowledge, from the topic or the file; without it no key can be checked. */
    public boolean isKnown() {
        return known != null;
    }

    /** Whether keys can be checked: without any knowledge only the key {@link #DEVELOPMENT} can, where it is valid. */
    public boolean canCheckKeys() {
        return development || isKnown();
    }

    /** The number of the newest version, in force or not yet; 0 for none. */
    public long newest() {
        KnownVersions now = known;
        return now == null ? 0 : now.history().newest();
    }

    /** When the topic was last read to its end, ms since the epoch, also by an earlier process; 0 for never. */
    public long confirmedAt() {
        KnownVersions now = known;
        return now == null ? 0 : now.confirmedAt();
    }

    /** The configuration that is in force at a time, ms since the epoch; that without any version where there is none. */
    public ServiceConfig inForce(long nowMillis) {
        KnownVersions now = known;
        if (now == null) {
            return ServiceConfig.EMPTY;
        }
        ServiceConfig config = now.history().at(now.history().inForce(nowMillis));
        return config == null ? ServiceConfig.EMPTY : config;
    }

    /** What a key is good for at a time, ms since the epoch. */
    public KeyCheck check(String apiKey, long nowMillis) {
        KnownVersions now = known;
        if (development
                && apiKey.equals(DEVELOPMENT)
                && (now == null || now.history().newest() == 0)) {
            return new KeyCheck.Valid(DeviceKey.DEFAULT_PROJECT, List.of(), ServiceConfig.EMPTY);
        }
        if (now == null) {
            return KeyCheck.NotKnown.YET;
        }
        ServiceConfig config = inForce(nowMillis);
        ConfigValue.ApiKey key = config.apiKey(ConfigKey.hash(apiKey));
        if (key == null) {
            return KeyCheck.Invalid.UNKNOWN;
        }
        return key.isValidAt(nowMillis) ? KeyCheck.Valid.of(key, config) : KeyCheck.Invalid.EXPIRED;
    }

    @Override
    public void close() throws InterruptedException {
        log.close();
    }
}
