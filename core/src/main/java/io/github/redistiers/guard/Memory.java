package io.github.redistiers.guard;

/**
 * How much memory a server uses and may use.
 *
 * @param used bytes in use that count against the limit
 * @param limit bytes it may use, 0 for no limit
 */
record Memory(long used, long limit) {

	private static final long MEGABYTE = 1024 * 1024;

	private static final long SMALLEST = 256;

	static Memory of(InspectedServer server) {
		ServerInfo info = server.info();
		// the number itself is asked for too, since that throws where it is none
		double used = Math.min(info.number("used_memory"), info.countedMemory());
		return new Memory((long) used, info.number("maxmemory"));
	}

	boolean isUsedUp() {
		return this.limit > 0 && this.used >= this.limit;
	}

	boolean isBeyond(double share) {
		return this.limit > 0 && this.used > share * this.limit;
	}

	/**
	 * A limit that leaves as much room as is in use, as it is typed.
	 */
	String roomier() {
		long megabytes = SMALLEST;
		while (megabytes * MEGABYTE < 2 * Math.max(this.used, this.limit)) {
			megabytes *= 2;
		}
		return megabytes + "mb";
	}

	String inWords() {
		if (this.limit == 0) {
			return "no limit";
		}
		return 100 * this.used / this.limit + " % of " + inWords(this.limit) + " in use";
	}

	/**
	 * A number of bytes for people. Without a formatter, since every start says it.
	 */
	static String inWords(long bytes) {
		long tenths = Math.round(10.0 * bytes / MEGABYTE);
		return tenths / 10 + "." + tenths % 10 + " MB";
	}

}
