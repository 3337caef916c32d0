package io.github.redistiers.codec;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import tools.jackson.databind.DatabindContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.jsontype.PolymorphicTypeValidator;

/**
 * Which classes a stored value may name: those of the application's packages and a short
 * list of the JDK's that do nothing when they are made. It judges names, before any class
 * is loaded.
 */
class AllowedTypes extends PolymorphicTypeValidator {

	private static final Pattern NAME = Pattern.compile("[^<>,;\\[\\] ]+");

	private static final Pattern VALUE_OF_JDK = Pattern
		.compile("java\\.lang\\.(Boolean|Byte|Character|Short|Integer|Long|Float|Double|String|Object)"
				+ "|java\\.math\\.Big(Decimal|Integer)|java\\.time\\.[A-Z]\\w*|java\\.net\\.URI"
				+ "|java\\.util\\.(UUID|Locale|Currency|Date|BitSet|Optional(Int|Long|Double)?)");

	private static final Pattern COLLECTION_OF_JDK = Pattern
		.compile("java\\.util\\.(Array(List|Deque)|LinkedList|(Linked)?Hash(Set|Map)|Tree(Set|Map)|Enum(Set|Map)"
				+ "|PriorityQueue|Vector|Arrays\\$ArrayList|ImmutableCollections\\$\\w+"
				+ "|Collections\\$(Empty|Singleton|Unmodifiable|Synchronized)\\w+)"
				+ "|java\\.util\\.concurrent\\.(ConcurrentHashMap|ConcurrentLinkedQueue|ConcurrentLinkedDeque"
				+ "|ConcurrentSkipListMap|ConcurrentSkipListSet|CopyOnWriteArrayList|CopyOnWriteArraySet)");

	private static final Set<String> PRIMITIVES_IN_ARRAYS = Set.of("Z", "B", "C", "S", "I", "J", "F", "D");

	private final List<String> prefixes;

	AllowedTypes(Collection<String> packages) {
		this.prefixes = packages.stream().filter((name) -> !name.isBlank()).map((name) -> name + ".").toList();
	}

	/**
	 * Judges a type as Jackson writes it, with its type arguments: all of its classes
	 * have to be allowed.
	 */
	boolean allows(String type) {
		return !type.isBlank() && NAME.matcher(type).results().allMatch((name) -> allowsClass(name.group(), type));
	}

	private boolean allowsClass(String name, String type) {
		boolean array = type.startsWith("[");
		if (array && PRIMITIVES_IN_ARRAYS.contains(name)) {
			return true;
		}
		String className = (array && name.startsWith("L")) ? name.substring(1) : name;
		return VALUE_OF_JDK.matcher(className).matches() || COLLECTION_OF_JDK.matcher(className).matches()
				|| this.prefixes.stream().anyMatch(className::startsWith);
	}

	@Override
	public Validity validateBaseType(DatabindContext context, JavaType baseType) {
		return Validity.INDETERMINATE;
	}

	@Override
	public Validity validateSubClassName(DatabindContext context, JavaType baseType, String name) {
		return allows(name) ? Validity.ALLOWED : Validity.DENIED;
	}

	@Override
	public Validity validateSubType(DatabindContext context, JavaType baseType, JavaType subType) {
		return Validity.DENIED;
	}

}
