package io.github.redistiers.store.session;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;
import tools.jackson.databind.module.SimpleModule;

import org.springframework.security.authentication.AccountExpiredException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.CredentialsExpiredException;
import org.springframework.security.authentication.DisabledException;
import org.springframework.security.authentication.InternalAuthenticationServiceException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.userdetails.UsernameNotFoundException;

/**
 * Why a sign-in failed, which Spring Security's form login leaves in the session: the
 * message alone. Spring Security's own modules know one of these, and write it by
 * getters, which are not looked at here.
 */
final class SignInFailures extends SimpleModule {

	private static final long serialVersionUID = 1;

	private static final List<Class<? extends AuthenticationException>> TYPES = List.of(AccountExpiredException.class,
			AuthenticationServiceException.class, BadCredentialsException.class, CredentialsExpiredException.class,
			DisabledException.class, InternalAuthenticationServiceException.class, LockedException.class,
			UsernameNotFoundException.class);

	SignInFailures() {
		super(SignInFailures.class.getName());
		setMixInAnnotation(AuthenticationException.class, MessageAlone.class);
		TYPES.forEach((type) -> setMixInAnnotation(type, MessageAlone.class));
	}

	static void allow(BasicPolymorphicTypeValidator.Builder allowed) {
		TYPES.forEach(allowed::allowIfSubType);
	}

	@JsonAutoDetect(fieldVisibility = Visibility.NONE, getterVisibility = Visibility.NONE)
	abstract static class MessageAlone {

		@JsonCreator
		MessageAlone(@JsonProperty("message") @Nullable String message) {
		}

		@JsonProperty("message")
		abstract @Nullable String getMessage();

	}

}
