package io.github.redistiers.boot.endpoint;

import java.time.Duration;
import java.util.List;

import io.github.redistiers.guard.GuardReport;
import io.github.redistiers.store.StoreRepositories;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.dao.DataAccessException;

/**
 * {@link Endpoint} that shows the tiers: their servers, what the guard has found there,
 * and what of the application's is on them. Reading it asks no server anything, except
 * for queues. Writing has to be permitted:
 * {@code management.endpoint.redistiers.access=unrestricted}.
 *
 * @since 0.1.0
 */
@Endpoint(id = "redistiers", defaultAccess = Access.READ_ONLY)
public final class TiersEndpoint {

	private static final String TIERS = "tiers";

	private static final String FINDINGS = "findings";

	private static final String CACHES = "caches";

	private static final String QUEUES = "queues";

	private static final String REPOSITORIES = "repositories";

	private final TierDescriptions tiers;

	private final CacheDescriptions caches;

	private final QueueDescriptions queues;

	private final @Nullable StoreRepositories repositories;

	/**
	 * An endpoint.
	 * @param tiers tiers and findings
	 * @param caches the caches
	 * @param queues the queues
	 * @param repositories the repositories, or {@code null} if there is no store
	 */
	public TiersEndpoint(TierDescriptions tiers, CacheDescriptions caches, QueueDescriptions queues,
			@Nullable StoreRepositories repositories) {
		this.tiers = tiers;
		this.caches = caches;
		this.queues = queues;
		this.repositories = repositories;
	}

	/**
	 * Shows everything.
	 * @return the tiers, findings, caches, queues and repositories
	 */
	@ReadOperation
	public TiersDescriptor all() {
		GuardReport report = this.tiers.report();
		return new TiersDescriptor(report.at().toString(), this.tiers.tiers(report), this.tiers.findings(report),
				this.caches.all(), this.queues.all(), repositories());
	}

	/**
	 * Shows a part.
	 * @param part {@code tiers}, {@code findings}, {@code caches}, {@code queues} or
	 * {@code repositories}
	 * @return what stands there in the whole; {@code null} if there is no such part
	 */
	@ReadOperation
	public @Nullable Object part(@Selector String part) {
		return switch (part) {
			case TIERS -> this.tiers.tiers(this.tiers.report());
			case FINDINGS -> this.tiers.findings(this.tiers.report());
			case CACHES -> this.caches.all();
			case QUEUES -> this.queues.all();
			case REPOSITORIES -> repositories();
			default -> null;
		};
	}

	/**
	 * Shows one thing of a part.
	 * @param part the part
	 * @param id a tier's or cache's name, a finding's, queue's or repository's id
	 * @return all that have it: a finding may be about several servers, and repositories
	 * of different structures may have one name; {@code null} if there is none
	 */
	@ReadOperation
	public @Nullable List<?> entries(@Selector String part, @Selector String id) {
		List<?> found = switch (part) {
			case TIERS ->
				this.tiers.tiers(this.tiers.report()).stream().filter((tier) -> tier.name().equals(id)).toList();
			case FINDINGS ->
				this.tiers.findings(this.tiers.report()).stream().filter((finding) -> finding.id().equals(id)).toList();
			case CACHES -> this.caches.all().caches().stream().filter((cache) -> cache.name().equals(id)).toList();
			case QUEUES -> this.queues.all().stream().filter((queue) -> queue.id().equals(id)).toList();
			case REPOSITORIES -> repositories().stream().filter((repository) -> repository.id().equals(id)).toList();
			default -> List.of();
		};
		return found.isEmpty() ? null : found;
	}

	/**
	 * Looks at all servers again, or has this process do without its caches.
	 * @param part {@code findings} to look again, {@code caches} to bypass them
	 * @param bypassed whether caches are bypassed
	 * @param duration for how long; 15 minutes if nothing is said
	 * @return the part as it is now
	 */
	@WriteOperation
	public Object change(@Selector String part, @Nullable Boolean bypassed, @Nullable Duration duration) {
		if (part.equals(FINDINGS)) {
			return this.tiers.findings(this.tiers.lookAgain());
		}
		if (!part.equals(CACHES)) {
			throw refused("Only findings and caches can be written to, and each queue.");
		}
		if (bypassed == null) {
			throw refused("Say whether caches are bypassed: {\"bypassed\": true, \"duration\": \"15m\"}.");
		}
		return this.caches.bypass(bypassed, duration);
	}

	/**
	 * Pauses a queue in all processes, or ends its pause.
	 * @param part {@code queues}
	 * @param id the queue's id
	 * @param paused whether it is paused
	 * @return the queue as it is now; 404 if there is none of that id, 503 if the store
	 * did not do it
	 */
	@WriteOperation
	public WebEndpointResponse<QueueDescriptor> pause(@Selector String part, @Selector String id, boolean paused) {
		if (!part.equals(QUEUES)) {
			throw refused("Only findings and caches can be written to, and each queue.");
		}
		try {
			QueueDescriptor queue = this.queues.pause(id, paused);
			return (queue != null) ? new WebEndpointResponse<>(queue)
					: new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
		}
		catch (DataAccessException ex) {
			return new WebEndpointResponse<>(WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE);
		}
	}

	private List<RepositoryDescriptor> repositories() {
		return (this.repositories != null) ? this.repositories.reports().stream().map(RepositoryDescriptor::of).toList()
				: List.of();
	}

	private static InvalidEndpointRequestException refused(String reason) {
		return new InvalidEndpointRequestException(reason, reason);
	}

	/**
	 * All of it.
	 *
	 * @param at when the guard has looked at the servers, as ISO 8601
	 * @param tiers the tiers and their servers
	 * @param findings what the guard has found, what is wrong first
	 * @param caches the caches
	 * @param queues the queues
	 * @param repositories the repositories, those that have sent most first
	 */
	record TiersDescriptor(String at, List<TierDescriptor> tiers, List<FindingDescriptor> findings,
			CachesDescriptor caches, List<QueueDescriptor> queues, List<RepositoryDescriptor> repositories) {
	}

}
